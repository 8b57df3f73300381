import { matchesWildcard } from '../iam/wildcard.ts';
import { AwsError } from '../wire/aws-error.ts';
import { type Field, list, required, structure, text } from '../wire/fields.ts';

export interface Filter {
  readonly Name: string;
  readonly Value: readonly string[];
}

export const filterField: Field<readonly Filter[]> = list(
  structure({ Name: required(text()), Value: list(text()) }),
  { max: 200 },
);

export interface Filterable {
  readonly tags: ReadonlyMap<string, string>;
  /** Values by filter name; several for list-like attributes. */
  readonly attributes: Readonly<Record<string, readonly (string | undefined)[]>>;
}

/** EC2's filters: all names must hold, any value will do, and values may have wildcards. */
export function matchesFilters(item: Filterable, filters: readonly Filter[]): boolean {
  return filters.every(({ Name, Value }) => {
    const given = valuesOf(item, Name);
    return given.some(
      (value) => value !== undefined && Value.some((pattern) => matchesWildcard(pattern, value)),
    );
  });
}

function valuesOf(item: Filterable, name: string): readonly (string | undefined)[] {
  if (name === 'tag-key') return [...item.tags.keys()];
  if (name.startsWith('tag:')) return [item.tags.get(name.slice('tag:'.length))];
  const values = item.attributes[name];
  if (!values) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
  return values;
}

export function tagSet(tags: ReadonlyMap<string, string>): readonly { key: string; value: string }[] {
  return [...tags].map(([key, value]) => ({ key, value }));
}
