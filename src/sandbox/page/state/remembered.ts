/** Small wishes of this browser's user: the theme, the hints, the split. A browser that keeps nothing forgets them. */
export function remembered(name: string): string | undefined {
  try {
    return localStorage.getItem(`drover-sandbox-${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`drover-sandbox-${name}`, value);
  } catch {
    // A private window may refuse to keep things; then the wish holds until it is closed.
  }
}
