import type { Log } from '../../../ports/log.ts';

/**
 * Tells Slack that we have it, before anything else. An acknowledgement that fails (the socket went away in between)
 * stops nothing: the request was received, and the person will see what came of it.
 */
export async function acknowledge(ack: () => Promise<void>, log: Log): Promise<void> {
  try {
    await ack();
  } catch (error) {
    log.warn('An acknowledgement did not reach Slack', { message: String(error) });
  }
}
