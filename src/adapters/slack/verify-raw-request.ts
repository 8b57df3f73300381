import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request as it came in. `timestamp` and `signature`: Slack's headers of these names. */
export interface SignedRequest {
  readonly body: string;
  readonly timestamp: string;
  readonly signature: string;
}

export type Verification = 'genuine' | 'forged' | 'stale' | 'future';

/** Slack's own figure, and ours for clocks that are ahead. */
const CLOCK_SLACK_MS = 5 * 60_000;

const SIGNATURE = /^v0=([0-9a-f]{64})$/u;
const TIMESTAMP = /^\d{1,12}$/u;

/**
 * Whether Slack signed this very body with one of our secrets (two while a secret is being changed), and not too long
 * ago or ahead. `now`: real time, epoch ms.
 */
export function verifyRawRequest(
  { body, timestamp, signature }: SignedRequest,
  secrets: readonly string[],
  now: number,
): Verification {
  const digest = SIGNATURE.exec(signature)?.[1];
  if (digest === undefined || !TIMESTAMP.test(timestamp)) return 'forged';
  const given = Buffer.from(digest, 'hex');
  // Every secret is tried, so that the time taken tells nothing of which one fits.
  const fitting = usable(secrets).filter((secret) =>
    timingSafeEqual(given, digestOf(secret, timestamp, body)),
  );
  if (fitting.length === 0) return 'forged';
  const aheadMs = Number(timestamp) * 1_000 - now;
  if (aheadMs > CLOCK_SLACK_MS) return 'future';
  return aheadMs < -CLOCK_SLACK_MS ? 'stale' : 'genuine';
}

/** An empty secret would be everybody's. */
function usable(secrets: readonly string[]): readonly string[] {
  if (secrets.length === 0 || secrets.some((secret) => secret.trim() === '')) {
    throw new Error('A signing secret of the Slack app is empty.');
  }
  return secrets;
}

function digestOf(secret: string, timestamp: string, body: string): Buffer {
  return createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest();
}
