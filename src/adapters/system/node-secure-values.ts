import { createHash, randomBytes } from 'node:crypto';
import type { SecureValues } from '../../ports/secure-values.ts';

export const nodeSecureValues: SecureValues = {
  nonce: (bytes) => randomBytes(bytes).toString('hex'),
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
};
