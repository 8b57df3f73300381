/** The forms of names and keys, with the sentences of the server. Every function answers what is wrong; empty: fine. */

const LABEL_LENGTH_MAX = 63;
const SUBDOMAIN_LENGTH_MAX = 253;

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = String.raw`${LABEL}(\.${LABEL})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const NAME_PART = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${NAME_PART})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const PERCENT = '[0-9]+%';

function regexProblem(message: string, form: string, ...examples: string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (e.g. ${shown}regex used for validation is '${form}')`;
}

function fits(form: string, text: string): boolean {
  return new RegExp(`^(?:${form})$`).test(text);
}

function lengthProblem(max: number): string {
  return `must be no more than ${max} characters`;
}

/** A lowercase RFC 1123 label: namespaces, container and port names. */
export function labelProblems(name: string): string[] {
  const problems: string[] = [];
  if (name.length > LABEL_LENGTH_MAX) problems.push(lengthProblem(LABEL_LENGTH_MAX));
  if (!fits(LABEL, name)) {
    const message =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
    problems.push(regexProblem(message, LABEL, 'my-name', '123-abc'));
  }
  return problems;
}

/** A lowercase RFC 1123 subdomain: the names of most objects. */
export function subdomainProblems(name: string): string[] {
  const problems: string[] = [];
  if (name.length > SUBDOMAIN_LENGTH_MAX) problems.push(lengthProblem(SUBDOMAIN_LENGTH_MAX));
  if (!fits(SUBDOMAIN, name)) {
    const message =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
    problems.push(regexProblem(message, SUBDOMAIN, 'example.com'));
  }
  return problems;
}

/** A DNS-1035 label: the names of Services. */
export function label1035Problems(name: string): string[] {
  const problems: string[] = [];
  if (name.length > LABEL_LENGTH_MAX) problems.push(lengthProblem(LABEL_LENGTH_MAX));
  if (!fits(LABEL_1035, name)) {
    const message =
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
    problems.push(regexProblem(message, LABEL_1035, 'my-name', 'abc-123'));
  }
  return problems;
}

/** RBAC names may be nearly anything that fits into a path. */
export function pathSegmentProblems(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
}

export function qualifiedNameProblems(key: string): string[] {
  const parts = key.split('/');
  const message = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`;
  if (parts.length > 2) {
    const plain = message.replace('name part', 'a qualified name');
    const problem = regexProblem(plain, NAME_PART, 'MyName', 'my.name', '123-abc');
    return [`${problem} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const problems: string[] = [];
  if (parts.length === 2) problems.push(...prefixProblems(parts[0] ?? ''));
  const name = parts.at(-1) ?? '';
  if (name === '') problems.push('name part must be non-empty');
  else if (name.length > LABEL_LENGTH_MAX) problems.push(`name part ${lengthProblem(LABEL_LENGTH_MAX)}`);
  if (!fits(NAME_PART, name)) problems.push(regexProblem(message, NAME_PART, 'MyName', 'my.name', '123-abc'));
  return problems;
}

function prefixProblems(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return subdomainProblems(prefix).map((problem) => `prefix part ${problem}`);
}

export function labelValueProblems(value: string): string[] {
  const problems: string[] = [];
  if (value.length > LABEL_LENGTH_MAX) problems.push(lengthProblem(LABEL_LENGTH_MAX));
  if (!fits(LABEL_VALUE, value)) {
    const message =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
    problems.push(regexProblem(message, LABEL_VALUE, 'MyValue', 'my_value', '12345'));
  }
  return problems;
}

/** The keys of ConfigMaps and Secrets. */
export function configKeyProblems(key: string): string[] {
  const problems: string[] = [];
  if (key.length > SUBDOMAIN_LENGTH_MAX) problems.push(lengthProblem(SUBDOMAIN_LENGTH_MAX));
  if (!fits(CONFIG_KEY, key)) {
    const message = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    problems.push(regexProblem(message, CONFIG_KEY, 'key.name', 'KEY_NAME', 'key-name'));
  }
  if (key === '.' || key === '..') problems.push(`must not be '${key}'`);
  else if (key.startsWith('..')) problems.push("must not start with '..'");
  return problems;
}

export function percentProblems(text: string): string[] {
  if (fits(PERCENT, text)) return [];
  return [
    regexProblem(
      "a valid percent string must be a numeric string followed by an ending '%'",
      PERCENT,
      '1%',
      '93%',
    ),
  ];
}
