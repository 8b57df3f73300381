import type { Finished } from './run-command.ts';

/** Characters of a program's output that a failure shows; the whole of it is in the log. */
const SHOWN_MAX = 4_000;

/** Why a program ended badly, with the end of what it said. */
export function whyItEnded({ code, ended, output }: Finished, minutesMax: number): string {
  const how = {
    timeout: `it was still running after ${minutesMax} minutes and was ended`,
    signal: 'it was ended by a signal',
    'not-started': 'it could not be started',
    'by-itself': `it ended with status ${code}`,
  }[ended];
  const said = output.trim();
  const shown = said.length > SHOWN_MAX ? `…${said.slice(-SHOWN_MAX)}` : said;
  return shown === '' ? how : `${how}:\n${shown}`;
}
