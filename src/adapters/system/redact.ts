const SECRET = '[secret]';

/** Deeper than this a log field is cut: logs are for facts, not for whole objects. */
const DEPTH_MAX = 6;
const ITEMS_MAX = 100;

/** Names of fields whose text is never written. */
const SECRET_KEY =
  /token|secret|password|passwd|authorization|signature|credential|cookie|private.?key|api.?key|response_?url/i;

/** Texts that are secrets wherever they stand. */
const SECRET_TEXTS: readonly RegExp[] = [
  /\bxox[a-z]-[\w-]+/g,
  /\bxapp-[\w-]+/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{12,}/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\bk8s-aws-v1\.[\w-]+/g,
  /\bX-Amz-(?:Signature|Security-Token|Credential)=[^&\s"]+/gi,
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}/gi,
  /https:\/\/hooks\.slack\.com\/[^\s"]+/g,
  /(?<=\b[a-z]+:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/g,
];

/** A copy of log fields without secrets: by the name of the field, and by the look of the text. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH_MAX) return '[cut]';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => redact(item, depth + 1));
  // A value that says how it wants to be written (a Secret does) is written so.
  if ('toJSON' in value && typeof value.toJSON === 'function') return redact(value.toJSON(), depth + 1);
  return redactMembers(value, depth);
}

export function redactText(text: string): string {
  return SECRET_TEXTS.reduce((shown, pattern) => shown.replace(pattern, SECRET), text);
}

function redactMembers(value: object, depth: number): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      SECRET_KEY.test(key) && typeof member === 'string' ? SECRET : redact(member, depth + 1),
    ]),
  );
}

/** How much of a stack is worth a log line. */
const STACK_LINES_MAX = 12;

/** An error as fields. Only a surprise keeps its stack: an error with a kind says all that there is to say. */
function redactError(error: Error, depth: number): object {
  const { name, message, cause, stack } = error;
  const extra = Object.fromEntries(
    Object.entries(error).filter(([key]) => key !== 'cause' && key !== 'name'),
  );
  return {
    ...redactMembers(extra, depth),
    name,
    message: redactText(message),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
    ...('kind' in error || !stack
      ? {}
      : { stack: redactText(stack.split('\n').slice(1, STACK_LINES_MAX).join('\n')) }),
  };
}
