import { click } from '../slack/hands/click.ts';
import { ephemerals } from '../slack/hands/ephemerals.ts';
import { slash } from '../slack/hands/slash.ts';
import { PLACE } from '../scenarios/stage/place-names.ts';
import type { Scene } from '../scenarios/scenario.ts';
import type { World } from '../world.ts';
import { heard, messageWithButton } from './conversation.ts';

/** The ordinary story: ann asks, is refused as her own approver, bob approves. */
export const ORDINARY_SCENES: readonly Scene[] = [
  { kind: 'slash', user: 'ann', text: '/patch prod workers' },
  { kind: 'press', user: 'ann', button: 'approve', refused: true },
  { kind: 'press', user: 'bob', button: 'approve' },
];

/** Real ms that a person waits for what a scene needs. */
const PATIENCE_MS = 60_000;

/** Real ms between two looks. */
const LOOK_MS = 50;

/** Plays what the people of the story do, one after another. Throws when something they need does not come. */
export async function performScenes(
  world: World,
  scenes: readonly Scene[],
  tell: (text: string) => void,
): Promise<void> {
  for (const scene of scenes) await perform(world, scene, tell);
}

async function perform(world: World, scene: Scene, tell: (text: string) => void): Promise<void> {
  switch (scene.kind) {
    case 'slash': {
      tell(`${scene.user} types ${scene.text}`);
      const result = await slash(world.slack, { user: scene.user, channel: PLACE.channel, text: scene.text });
      if (!result.ok) throw new Error(`${scene.user} saw: ${result.sees}`);
      return;
    }
    case 'press':
      return press(world, scene, tell);
    case 'hear':
      await until(() => heard(world).includes(scene.words), `nobody said "${scene.words}"`);
  }
}

async function press(
  world: World,
  scene: Extract<Scene, { kind: 'press' }>,
  tell: (text: string) => void,
): Promise<void> {
  const actionId = `p.${scene.button}`;
  await until(() => messageWithButton(world, actionId) !== undefined, `there is no button ${scene.button}`);
  const message = messageWithButton(world, actionId);
  const before = whispers(world, scene.user);
  tell(`${scene.user} presses ${scene.button}`);
  const result = await click(world.slack, {
    user: scene.user,
    channel: PLACE.channel,
    ts: message?.ts ?? '',
    actionId,
  });
  if (!result.ok) throw new Error(`${scene.user} saw: ${result.sees}`);
  await until(() => whispers(world, scene.user) > before, `${scene.user} got no answer`);
  const answer = (ephemerals(world.slack, { user: scene.user }) ?? []).at(-1)?.text ?? '';
  tell(`  only ${scene.user} sees: ${answer}`);
  const refused = /\bE-[A-Z]+\b/.test(
    JSON.stringify((ephemerals(world.slack, { user: scene.user }) ?? []).at(-1)),
  );
  if (refused !== (scene.refused ?? false)) {
    throw new Error(
      `${scene.user} was ${refused ? '' : 'not '}refused by pressing ${scene.button}: ${answer}`,
    );
  }
}

function whispers(world: World, user: string): number {
  return ephemerals(world.slack, { user })?.length ?? 0;
}

async function until(holds: () => boolean, problem: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`${problem} within ${PATIENCE_MS / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
