import type { World } from '../world.ts';
import { said } from './conversation.ts';

/** Tells what is said in the channel as text, each message when it appears and again when its words change. Answers how to stop. */
export function followConversation(world: World, tell: (line: string) => void): () => void {
  const shown = new Map<string, string>();
  const look = (): void => {
    for (const { ts, text, threadTs, userName } of said(world)) {
      const before = shown.get(ts);
      if (before === text) continue;
      shown.set(ts, text);
      const place = threadTs && threadTs !== ts ? '    ' : '';
      // The root is redrawn all the time; only its first words and its new phases are worth a line.
      if (before === undefined || phaseWords(before) !== phaseWords(text))
        tell(`${time(world)} ${place}${userName}: ${text}`);
    }
  };
  const stop = world.slack.workspace.subscribe(look);
  look();
  return stop;
}

/** A message's words without the numbers in it. */
function phaseWords(text: string): string {
  return text.replaceAll(/\d+/g, '').slice(0, 60);
}

function time({ clock }: World): string {
  return new Date(clock.now()).toISOString().slice(11, 19);
}
