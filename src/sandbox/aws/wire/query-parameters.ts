import type { Tree } from './tree.ts';

interface Branch {
  [key: string]: Branch | string;
}

/**
 * `Tags.member.1.Key=a&Tags.member.1.Value=b` as a tree: `{Tags: [{Key: 'a', Value: 'b'}]}`. Lists are written as
 * `Name.member.N` by the query protocol and as `Name.N` by EC2's; an empty list is `Name=`, which stays the text ''.
 */
export function queryParameters(form: string): Tree {
  const root: Branch = {};
  for (const [name, value] of new URLSearchParams(form)) grow(root, name.split('.'), value);
  return settle(root);
}

function grow(branch: Branch, path: readonly string[], value: string): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    branch[head] = value;
    return;
  }
  const next = branch[head];
  const child: Branch = typeof next === 'object' ? next : {};
  branch[head] = child;
  grow(child, rest, value);
}

function settle(branch: Branch | string): Tree {
  if (typeof branch === 'string') return branch;
  const keys = Object.keys(branch);
  const member = branch['member'];
  if (keys.length === 1 && typeof member === 'object') return settle(member);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
    return keys.toSorted((a, b) => Number(a) - Number(b)).map((key) => settle(branch[key] ?? ''));
  }
  return Object.fromEntries(keys.map((key) => [key, settle(branch[key] ?? '')]));
}
