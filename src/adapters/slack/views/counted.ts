/** `1 node`, `12 nodes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a, b, c … and 37 more`. The shown ones are already fit to be sent. */
export function listed(shown: readonly string[], total: number): string {
  const more = total - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` … and ${more} more` : ''}`;
}
