import { code, prose } from './inert.ts';

const COMMAND = /^(kubectl|aws|drover|npm|\/patch)\s/u;

/** A command as code, to be copied as it stands; anything else as the sentence it is. */
export function commandWords(text: string, max: number): string {
  return COMMAND.test(text) ? code(text, max) : prose(text, max);
}
