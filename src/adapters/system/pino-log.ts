import { destination, pino, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Log } from '../../ports/log.ts';
import { redact, redactText } from './redact.ts';

type Fields = Readonly<Record<string, unknown>>;

const STANDARD_ERROR = 2;

/**
 * One JSON line a fact, without secrets. It goes to standard error, so that standard output belongs to the audit log
 * when that has no file.
 */
export class PinoLog implements Log {
  readonly #pino: Logger;

  constructor(
    fields: Fields = {},
    stream: DestinationStream = destination({ fd: STANDARD_ERROR, sync: true }),
  ) {
    this.#pino = pino(
      {
        base: fields,
        timestamp: stdTimeFunctions.isoTime,
        formatters: { level: (level) => ({ level }) },
      },
      stream,
    );
  }

  info(message: string, fields: Fields = {}): void {
    this.#pino.info(redact(fields), redactText(message));
  }

  warn(message: string, fields: Fields = {}): void {
    this.#pino.warn(redact(fields), redactText(message));
  }

  error(message: string, fields: Fields = {}): void {
    this.#pino.error(redact(fields), redactText(message));
  }
}
