import type { Condition, Meta } from './meta.ts';

/** A CertificateSigningRequest. */
export interface SigningRequest {
  readonly metadata: Meta;
  readonly spec: { readonly signerName: string; readonly username?: string };
  readonly status?: { readonly conditions?: readonly Condition[]; readonly certificate?: string };
}
