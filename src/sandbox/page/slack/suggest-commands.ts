import type { CommandView } from '../../control/view/slack-snapshot.ts';

/** One line of the list above the composer. */
export interface CommandLine {
  /** What is typed when it is chosen. */
  readonly text: string;
  readonly hint: string;
  readonly description: string;
}

/** What may be meant by what is typed so far: commands first, then whole lines of the one that is typed. */
export function suggestCommands(typed: string, commands: readonly CommandView[]): readonly CommandLine[] {
  if (!typed.startsWith('/') || typed.includes('\n')) return [];
  const word = typed.split(/\s/, 1)[0] ?? '';
  const isWhole = typed.length > word.length;
  const meant = commands.filter(({ command }) => (isWhole ? command === word : command.startsWith(word)));
  return meant.flatMap((command) => [
    ...(isWhole
      ? []
      : [{ text: `${command.command} `, hint: command.usageHint, description: command.description }]),
    ...command.examples
      .filter((line) => line.startsWith(typed.trimStart()) && line !== typed)
      .map((line) => ({ text: line, hint: '', description: '' })),
  ]);
}
