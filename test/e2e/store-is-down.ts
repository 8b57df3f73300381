import { ephemerals } from '../../src/sandbox/slack/hands/ephemerals.ts';
import { slash } from '../../src/sandbox/slack/hands/slash.ts';
import { PLACE } from '../../src/sandbox/scenarios/stage/place-names.ts';
import { until } from './trouble.ts';
import type { TroubledPlace } from './troubled-place.ts';

/** Slack shows a failure to the person when it had no acknowledgement for so long, ms. */
const ACK_MAX_MS = 3_000;

/** A command typed now is acknowledged in time, and ann reads that the store is down. */
export async function storeIsDown({ world }: TroubledPlace): Promise<void> {
  const heard = (): string => JSON.stringify((ephemerals(world.slack, { user: 'ann' }) ?? []).at(-1));
  const answer = await slash(world.slack, { user: 'ann', channel: PLACE.channel, text: '/patch status' });
  if (!answer.ok || answer.tookMs > ACK_MAX_MS)
    throw new Error(`the command was not acknowledged in time: ${JSON.stringify(answer)}`);
  await until('ann reads that the store is down', () => heard().includes('E-DEP'));
}
