import type { HttpRequest } from '../wire/http-exchange.ts';

/** A Signature Version 4, taken apart. */
export interface SignatureParts {
  readonly kind: 'parts';
  readonly presigned: boolean;
  readonly accessKeyId: string;
  /** `20260101T000000Z`, and the same as epoch ms. */
  readonly date: string;
  readonly signedAt: number;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** Of a presigned request; 0 otherwise. */
  readonly expiresSeconds: number;
}

export type SignatureReading =
  | SignatureParts
  | { readonly kind: 'missing' }
  | { readonly kind: 'incomplete'; readonly text: string };

/** Finds the signature of a request in its header or in its query. */
export function readSignature(request: HttpRequest): SignatureReading {
  const header = request.headers['authorization'];
  if (header !== undefined) return fromHeader(request, header);
  const query = new URLSearchParams(request.query);
  if (query.has('X-Amz-Signature') || query.has('X-Amz-Credential')) return fromQuery(query);
  return { kind: 'missing' };
}

function fromHeader(request: HttpRequest, header: string): SignatureReading {
  if (!header.startsWith('AWS4-HMAC-SHA256 ')) return incomplete("Unsupported AWS 'algorithm'", header);
  const fields = new Map(
    header
      .slice('AWS4-HMAC-SHA256 '.length)
      .split(',')
      .map((part) => part.trim().split('=', 2) as [string, string | undefined]),
  );
  return assemble({
    credential: fields.get('Credential'),
    signedHeaders: fields.get('SignedHeaders'),
    signature: fields.get('Signature'),
    date: request.headers['x-amz-date'],
    sessionToken: request.headers['x-amz-security-token'],
    expires: undefined,
  });
}

function fromQuery(query: URLSearchParams): SignatureReading {
  return assemble({
    credential: query.get('X-Amz-Credential') ?? undefined,
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? undefined,
    signature: query.get('X-Amz-Signature') ?? undefined,
    date: query.get('X-Amz-Date') ?? undefined,
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    expires: query.get('X-Amz-Expires') ?? '',
  });
}

interface Found {
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly date: string | undefined;
  readonly sessionToken: string | undefined;
  /** Undefined: not a presigned request. */
  readonly expires: string | undefined;
}

function assemble(found: Found): SignatureReading {
  const { credential, signedHeaders, signature, date } = found;
  if (!credential) return incomplete("Authorization header requires 'Credential' parameter", '');
  if (!signature) return incomplete("Authorization header requires 'Signature' parameter", '');
  if (!signedHeaders) return incomplete("Authorization header requires 'SignedHeaders' parameter", '');
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(date ?? '');
  if (!match)
    return incomplete(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header",
      '',
    );
  const [accessKeyId, day, region, service, end] = credential.split('/');
  if (!accessKeyId || !day || !region || !service || end !== 'aws4_request') {
    return incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
      '',
    );
  }
  const headers = signedHeaders.split(';');
  if (!headers.includes('host'))
    return incomplete("'Host' must be a 'SignedHeader' in the AWS Authorization", '');
  const [, year, month, dayOfMonth, hour, minute, second] = match;
  return {
    kind: 'parts',
    presigned: found.expires !== undefined,
    accessKeyId,
    date: date ?? '',
    signedAt: Date.parse(`${year}-${month}-${dayOfMonth}T${hour}:${minute}:${second}Z`),
    day,
    region,
    service,
    scope: `${day}/${region}/${service}/aws4_request`,
    signedHeaders: headers,
    signature,
    sessionToken: found.sessionToken,
    expiresSeconds: Number(found.expires ?? 0) || 0,
  };
}

function incomplete(text: string, header: string): SignatureReading {
  return { kind: 'incomplete', text: header ? `${text}: '${header}'.` : `${text}.` };
}
