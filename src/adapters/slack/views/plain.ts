import { inert } from './inert.ts';

/** Untrusted text for a `plain_text` field, which knows no escapes: `<` stays `<` and means nothing there. */
export function plain(text: string, max: number): string {
  const safe = inert(text, max).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return safe === '' ? '(empty)' : safe;
}
