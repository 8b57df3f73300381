import { AwsError } from './aws-error.ts';
import { validationText } from './complaint-text.ts';
import type { Complaint } from './fields.ts';
import type { ServiceWords, SignatureFault } from './service.ts';

const INVALID_TOKEN = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';

/** Auto Scaling, STS and Elastic Load Balancing. */
export const QUERY_WORDS: ServiceWords = {
  unknownAction: (action) => new AwsError('InvalidAction', `Could not find operation ${action}`, 400),
  malformed: (complaints) => new AwsError('ValidationError', validationText(complaints)),
  denied: (text) => new AwsError('AccessDenied', text, 403),
  throttled: () => new AwsError('Throttling', 'Rate exceeded', 400),
  internal: () => new AwsError('InternalFailure', 'An internal error has occurred.', 500),
  unsigned: (fault, text) => new AwsError(QUERY_SIGNATURE[fault], text || INVALID_TOKEN, 403),
};

const QUERY_SIGNATURE: Readonly<Record<SignatureFault, string>> = {
  missing: 'MissingAuthenticationToken',
  incomplete: 'IncompleteSignature',
  'unknown-key': 'InvalidClientTokenId',
  mismatch: 'SignatureDoesNotMatch',
  expired: 'SignatureDoesNotMatch',
  'not-yet-valid': 'SignatureDoesNotMatch',
  'token-expired': 'ExpiredToken',
  'wrong-scope': 'SignatureDoesNotMatch',
};

export const EC2_WORDS: ServiceWords = {
  unknownAction: (action) =>
    new AwsError('InvalidAction', `The action ${action} is not valid for this web service.`, 400),
  malformed: ec2Malformed,
  denied: (text) =>
    new AwsError('UnauthorizedOperation', `You are not authorized to perform this operation. ${text}`, 403),
  throttled: () => new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503),
  internal: () => new AwsError('InternalError', 'An internal error has occurred', 500),
  unsigned: ec2Unsigned,
};

function ec2Malformed(complaints: readonly Complaint[]): AwsError {
  const [first] = complaints;
  if (!first) return new AwsError('InvalidParameterValue', 'The request is not valid.');
  switch (first.kind) {
    case 'missing':
      return new AwsError('MissingParameter', `The request must contain the parameter ${first.path}`);
    case 'unknown':
      return new AwsError('UnknownParameter', `The parameter ${first.path} is not recognized`);
    case 'malformed':
      return new AwsError(
        'InvalidParameterValue',
        `Invalid value '${first.value}' for ${first.path}. Expected a valid ${first.expected}.`,
      );
    case 'constraint':
      return new AwsError(
        'InvalidParameterValue',
        `Value ( ${first.value} ) for parameter ${first.path} is invalid. ${first.constraint}`,
      );
  }
}

function ec2Unsigned(fault: SignatureFault, text: string): AwsError {
  switch (fault) {
    case 'missing':
      return new AwsError('MissingAuthenticationToken', text, 403);
    case 'incomplete':
      return new AwsError('IncompleteSignature', text, 400);
    case 'unknown-key':
    case 'mismatch':
    case 'wrong-scope':
      return new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
    case 'expired':
    case 'not-yet-valid':
    case 'token-expired':
      return new AwsError('RequestExpired', 'Request has expired.', 400);
  }
}

/** SSM (400) and EKS (403) differ in the status of a bad signature and in the name of a bad parameter. */
export function jsonWords(options: {
  readonly malformedCode: string;
  readonly signatureStatus: number;
}): ServiceWords {
  return {
    unknownAction: (action) =>
      new AwsError('UnknownOperationException', action ? `Unknown operation ${action}` : '', 404),
    malformed: (complaints) => new AwsError(options.malformedCode, validationText(complaints)),
    denied: (text) => new AwsError('AccessDeniedException', text, options.signatureStatus),
    throttled: () => new AwsError('ThrottlingException', 'Rate exceeded', 400),
    internal: () => new AwsError('InternalFailure', 'An internal error has occurred', 500),
    unsigned: (fault, text) =>
      new AwsError(JSON_SIGNATURE[fault], text || INVALID_TOKEN, options.signatureStatus),
  };
}

const JSON_SIGNATURE: Readonly<Record<SignatureFault, string>> = {
  missing: 'MissingAuthenticationTokenException',
  incomplete: 'IncompleteSignatureException',
  'unknown-key': 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
  expired: 'InvalidSignatureException',
  'not-yet-valid': 'InvalidSignatureException',
  'token-expired': 'ExpiredTokenException',
  'wrong-scope': 'InvalidSignatureException',
};

/** The texts that go with the faults; the services share them. */
export const SIGNATURE_TEXTS = {
  missing: 'Missing Authentication Token',
  invalidToken: INVALID_TOKEN,
  expiredToken: EXPIRED_TOKEN,
  mismatch:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  wrongRegion: 'Credential should be scoped to a valid region. ',
} as const;
