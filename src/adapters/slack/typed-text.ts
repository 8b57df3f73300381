/** Longer commands are cut: nobody types this much. */
const TEXT_MAX = 2_000;

/** What a person typed, without Slack's escapes of `&`, `<` and `>`. */
export function typedText(text: string): string {
  return text
    .slice(0, TEXT_MAX)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}
