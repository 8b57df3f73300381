interface Named {
  readonly namespace?: string;
  readonly name?: string;
}

/** The order of `namespace/name`, in which the API server lists objects; no text is made for it. */
export function compareNames(a: Named, b: Named): number {
  const [ours = '', theirs = ''] = [a.namespace, b.namespace];
  if (ours === theirs) return compareText(a.name ?? '', b.name ?? '');
  // A slash comes after a hyphen: `shop-test/a` is before `shop/a`.
  const isPart = ours.startsWith(theirs) || theirs.startsWith(ours);
  return isPart ? compareText(`${ours}/`, `${theirs}/`) : compareText(ours, theirs);
}

export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
