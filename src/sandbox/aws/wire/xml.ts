import type { Output } from './tree.ts';

/** How a protocol writes the entries of a list: `member` (query) or `item` (EC2). */
export type ListEntry = 'member' | 'item';

/** Writes one element and what is in it; nothing at all for undefined and null. */
export function xmlElement(name: string, value: Output, entry: ListEntry): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${xmlContent(value, entry)}</${name}>`;
}

export function xmlContent(value: Output, entry: ListEntry): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item: Output) => xmlElement(entry, item, entry)).join('');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, inner]: [string, Output]) => xmlElement(key, inner, entry))
      .join('');
  }
  return escapeXml(String(value));
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;');
}
