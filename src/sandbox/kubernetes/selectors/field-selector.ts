import { SelectorProblem } from './label-selector.ts';

interface FieldTerm {
  readonly field: string;
  readonly isNegated: boolean;
  readonly value: string;
}

export type FieldSelector = readonly FieldTerm[];

/** Reads `spec.nodeName=n1,status.phase!=Failed`. A backslash escapes a comma, an equals sign or itself. */
export function parseFieldSelector(text: string): FieldSelector {
  return splitTerms(text)
    .filter((term) => term !== '')
    .map((term) => parseTerm(term, text));
}

export function matchesFields(selector: FieldSelector, valueOf: (field: string) => string): boolean {
  return selector.every(({ field, isNegated, value }) => (valueOf(field) === value) !== isNegated);
}

function splitTerms(text: string): string[] {
  const terms: string[] = [''];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === ',') {
      terms.push('');
      continue;
    }
    const taken = char === '\\' ? char + (text[++at] ?? '') : char;
    terms[terms.length - 1] += taken;
  }
  return terms;
}

function parseTerm(term: string, whole: string): FieldTerm {
  const found = /^(.*?)(!=|==|=)(.*)$/s.exec(term);
  if (!found) throw new SelectorProblem(`invalid selector: '${whole}'; can't understand '${term}'`);
  const [, field = '', operator, value = ''] = found;
  return { field, isNegated: operator === '!=', value: unescaped(value) };
}

function unescaped(value: string): string {
  return value.replaceAll(/\\([\\,=])/g, '$1');
}
