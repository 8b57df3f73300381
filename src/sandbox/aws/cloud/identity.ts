import type { Random } from '../../random.ts';

/** Makes the ids of the cloud from the seed, so that the same seed gives the same ids in the same order. */
export interface Identities {
  /** `i-0123456789abcdef0`: 17 hexadecimal digits, the first of them 0 as in life. */
  resource(prefix: string): string;
  uuid(): string;
}

const RESOURCE_DIGITS = 16;

export function createIdentities(random: Random): Identities {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => random.integer(16).toString(16)).join('');
  return {
    resource: (prefix) => `${prefix}-0${digits(RESOURCE_DIGITS)}`,
    uuid: () => `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`,
  };
}
