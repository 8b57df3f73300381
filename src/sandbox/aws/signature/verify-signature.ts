import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Principal, PrincipalBook } from '../iam/principal.ts';
import type { HttpRequest } from '../wire/http-exchange.ts';
import type { SignatureFault } from '../wire/service.ts';
import { SIGNATURE_TEXTS } from '../wire/service-words.ts';
import { canonicalRequest, sha256 } from './canonical-request.ts';
import { readSignature, type SignatureParts } from './signature-parts.ts';

export type Verdict =
  | { readonly kind: 'signed'; readonly principal: Principal; readonly service: string }
  | {
      readonly kind: 'refused';
      readonly fault: SignatureFault;
      readonly text: string;
      readonly accessKeyId: string;
    };

export interface VerifyOptions {
  readonly principals: PrincipalBook;
  readonly region: string;
  /** Real time, epoch ms: signatures do not live in world time. */
  readonly now: number;
}

/** How far a signature's date may be from now; STS allows three times as much. */
const SKEW_MINUTES = 5;
const STS_SKEW_MINUTES = 15;
const MINUTE_MS = 60_000;

/** Checks a Signature Version 4, in the Authorization header or in the query (presigned). */
export function verifySignature(request: HttpRequest, options: VerifyOptions): Verdict {
  const parts = readSignature(request);
  if (parts.kind === 'missing') return refused('missing', SIGNATURE_TEXTS.missing, '');
  if (parts.kind === 'incomplete') return refused('incomplete', parts.text, '');
  const { accessKeyId } = parts;
  const principal = options.principals.find(accessKeyId);
  if (!principal) return refused('unknown-key', SIGNATURE_TEXTS.invalidToken, accessKeyId);
  if (parts.region !== options.region)
    return refused('wrong-scope', SIGNATURE_TEXTS.wrongRegion, accessKeyId);
  const session = checkSession(principal, parts, options.now);
  if (session) return refused(session.fault, session.text, accessKeyId);
  const date = checkDate(parts, options.now);
  if (date) return refused(date.fault, date.text, accessKeyId);
  if (!matches(request, parts, principal)) return refused('mismatch', SIGNATURE_TEXTS.mismatch, accessKeyId);
  return { kind: 'signed', principal, service: parts.service };
}

function refused(fault: SignatureFault, text: string, accessKeyId: string): Verdict {
  return { kind: 'refused', fault, text, accessKeyId };
}

function checkSession(
  principal: Principal,
  parts: SignatureParts,
  now: number,
): { fault: SignatureFault; text: string } | undefined {
  if (
    principal.sessionToken !== undefined &&
    principal.expiresAt !== undefined &&
    now >= principal.expiresAt
  ) {
    return { fault: 'token-expired', text: SIGNATURE_TEXTS.expiredToken };
  }
  if (principal.sessionToken !== parts.sessionToken) {
    return { fault: 'unknown-key', text: SIGNATURE_TEXTS.invalidToken };
  }
  return undefined;
}

function checkDate(parts: SignatureParts, now: number): { fault: SignatureFault; text: string } | undefined {
  const minutes = parts.service === 'sts' ? STS_SKEW_MINUTES : SKEW_MINUTES;
  // A presigned STS request lives 15 minutes whatever X-Amz-Expires says; elsewhere that parameter counts.
  const life = parts.presigned && parts.service !== 'sts' ? parts.expiresSeconds * 1000 : minutes * MINUTE_MS;
  const earliest = now - life;
  const latest = now + minutes * MINUTE_MS;
  if (parts.signedAt < earliest) {
    const text = `Signature expired: ${parts.date} is now earlier than ${amzDate(earliest)} (${amzDate(now)} - ${minutes} min.)`;
    return { fault: 'expired', text };
  }
  if (parts.signedAt > latest) {
    const text = `Signature not yet current: ${parts.date} is still later than ${amzDate(latest)} (${amzDate(now)} + ${minutes} min.)`;
    return { fault: 'not-yet-valid', text };
  }
  return undefined;
}

function amzDate(instant: number): string {
  return new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

function matches(request: HttpRequest, parts: SignatureParts, principal: Principal): boolean {
  const leaveOut = parts.presigned ? 'X-Amz-Signature' : undefined;
  const canonical = canonicalRequest(request, parts.signedHeaders, sha256(request.body), leaveOut);
  const text = ['AWS4-HMAC-SHA256', parts.date, parts.scope, sha256(canonical)].join('\n');
  const expected = Buffer.from(hmac(signingKey(principal.secretAccessKey, parts), text).toString('hex'));
  const given = Buffer.from(parts.signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function signingKey(secret: string, parts: SignatureParts): Buffer {
  const day = hmac(`AWS4${secret}`, parts.day);
  return hmac(hmac(hmac(day, parts.region), parts.service), 'aws4_request');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
