import { code } from './inert.ts';
import type { Surroundings } from './surroundings.ts';

/** The brake that works without Slack, printed with every halt. */
export function brakeLine({ brakeCommand }: Surroundings): string {
  return `*Brake without Slack* ${code(brakeCommand, 500)}`;
}
