import type { Call } from './handler.ts';

/** What a table row has of its object: None, Metadata or Object. */
export function includeObjectOf({ exchange }: Call): string {
  return exchange.query.get('includeObject') ?? 'Metadata';
}
