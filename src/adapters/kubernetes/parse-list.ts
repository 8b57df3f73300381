import { cutManagedFields } from './cut-managed-fields.ts';
import type { Page } from './read-pages.ts';

interface ListAnswer {
  /** An empty list is `null` in some servers' JSON. */
  readonly items: readonly object[] | null;
  readonly metadata?: ListMetadata;
}

export interface ListMetadata {
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** One page of any list. */
export function parseList(body: Buffer): Page<object> {
  const value = parseLean(body);
  if (typeof value !== 'object' || value === null || !('items' in value))
    throw new Error('the answer is no list');
  const { items, metadata } = value as ListAnswer;
  return pageOf(items ?? [], metadata);
}

export function pageOf<T>(items: readonly T[], metadata: ListMetadata | undefined): Page<T> {
  return {
    items,
    next: metadata?.continue === '' ? undefined : metadata?.continue,
    left: metadata?.remainingItemCount,
  };
}

function parseLean(body: Buffer): unknown {
  try {
    return JSON.parse(cutManagedFields(body).toString('utf8'));
  } catch {
    return JSON.parse(body.toString('utf8'));
  }
}
