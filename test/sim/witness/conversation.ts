import { shownIn } from '../kernel/sim-renderer.ts';
import type { Witness } from './witness.ts';

/** I14: two minutes after the last change people see the state as it is, and every event once. */
export function checkConversation(witness: Witness): void {
  const rollout = witness.slot?.rollout;
  if (!rollout) return;
  const { messages } = witness.sim.chat;
  const root = messages.findLast(
    ({ message }) => shownIn(message).what === 'root' && shownIn(message).rollout === rollout.id,
  );
  if (!root) return witness.break('I14', `there is no root message of ${rollout.id}`);
  const shown = shownIn(root.message).phase;
  if (shown !== rollout.phase)
    return witness.break(
      'I14',
      `the root message shows ${shown ?? 'nothing'}; ${rollout.id} is ${rollout.phase}`,
    );
  const told = messages.filter(({ key }) => key.startsWith(`${rollout.id}.`)).map(({ key }) => key);
  for (const { n, kind } of rollout.story) {
    const key = `${rollout.id}.${n}`;
    const times = told.filter((other) => other === key).length;
    if (times === 0) return witness.break('I14', `event ${n} (${kind}) of ${rollout.id} was never told`);
    if (times > 1 && !witness.unclearPosts.has(key))
      return witness.break('I14', `event ${n} (${kind}) of ${rollout.id} was told ${times} times`);
  }
}
