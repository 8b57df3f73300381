import { PortError } from '../../ports/port-error.ts';
import { COMMAND_TIMEOUT_MS } from './redis-connection.ts';

/** Runs work on Redis that must answer soon. Whatever goes wrong is `unavailable`: Redis has no other refusals for us. */
export async function withDeadline<T>(operation: string, work: () => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new PortError('unavailable', operation, 'no answer within the deadline')),
    COMMAND_TIMEOUT_MS,
  );
  try {
    return await Promise.race([work(), late.promise]);
  } catch (error) {
    if (error instanceof PortError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PortError('unavailable', operation, reason, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
