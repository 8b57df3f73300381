import { createHash } from 'node:crypto';
import type { SecureValues } from '../../../src/ports/secure-values.ts';

/** Values without chance: nonces count up, digests are real. */
export function countingValues(): SecureValues {
  let count = 0;
  return {
    nonce: (bytes) =>
      createHash('sha512')
        .update(String(++count))
        .digest('hex')
        .repeat(8)
        .slice(0, 2 * bytes),
    sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
  };
}
