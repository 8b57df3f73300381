import type { Rollout } from '../core/rollout/rollout.ts';
import type { ConversationPorts } from './ports.ts';

/** A slot that is read again unchanged may be the same object: then nothing is reckoned again. */
const KNOWN = new WeakMap<Rollout, string>();

/** Of what is shown, not of the picture: that holds the time of day, and would look different at every look. */
export function rolloutDigest({ secure }: Pick<ConversationPorts, 'secure'>, rollout: Rollout): string {
  const known = KNOWN.get(rollout);
  if (known !== undefined) return known;
  const digest = secure.sha256(JSON.stringify(rollout));
  KNOWN.set(rollout, digest);
  return digest;
}
