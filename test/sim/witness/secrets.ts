import type { Slot } from '../../../src/core/rollout/slot.ts';
import { SECRETS } from '../kernel/secrets.ts';
import type { Witness } from './witness.ts';

/** I15: no output holds a secret, neither in its words nor in an error that is handed over whole. */
export function checkSecrets(witness: Witness, where: string, output: unknown): void {
  const text = JSON.stringify(output, (_key, value: unknown) =>
    value instanceof Error ? plain(value) : value,
  );
  const secret = SECRETS.find((one) => text.includes(one));
  if (secret !== undefined) witness.break('I15', `${where} holds ${secret}: ${text.slice(0, 200)}`);
}

/** I15 for what is new in a slot: people read it in the chat. */
export function checkSecretsOfSlot(
  witness: Witness,
  before: Slot | undefined,
  after: Slot | undefined,
): void {
  const [old, now] = [before?.rollout, after?.rollout];
  if (!now) return;
  const told = old?.id === now.id ? old.story.length : 0;
  if (now.story.length > told) checkSecrets(witness, 'the story', now.story.slice(told));
  if (now.problem && now.problem !== old?.problem) checkSecrets(witness, 'a problem', now.problem);
  if (now.hold && now.hold !== old?.hold) checkSecrets(witness, 'a hold', now.hold);
}

/** I15 for everything that people have been shown. */
export function checkSecretsOfChat(witness: Witness): void {
  const { messages, responses, views, files } = witness.sim.chat;
  const shown = [...messages, ...responses].map(({ message }) => message);
  checkSecrets(witness, 'the chat', [shown, views, files]);
}

function plain({ name, message, stack, cause }: Error): object {
  return { name, message, stack, cause };
}
