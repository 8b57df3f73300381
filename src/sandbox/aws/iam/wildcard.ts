const compiled = new Map<string, RegExp>();

/** IAM's wildcards: `*` any characters, `?` exactly one. */
export function matchesWildcard(pattern: string, value: string, ignoreCase = false): boolean {
  const key = `${ignoreCase ? 'i' : ''}:${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    const escaped = pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${escaped}$`, ignoreCase ? 'is' : 's');
    compiled.set(key, expression);
  }
  return expression.test(value);
}

/** The colons that part an ARN: what follows the fifth is the resource, colons and all. */
const ARN_PARTS = 6;

/** An ARN is compared part by part, so that a `*` does not reach over a colon of the first five. */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const wanted = arnParts(pattern);
  const given = arnParts(arn);
  if (wanted.length !== ARN_PARTS || given.length !== ARN_PARTS) return pattern === arn;
  return wanted.every((part, index) => matchesWildcard(part, given[index] ?? ''));
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length < ARN_PARTS
    ? parts
    : [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}
