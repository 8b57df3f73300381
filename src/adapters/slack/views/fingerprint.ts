const SHOWN = 6;

/** The first characters of a plan's hash, enough to tell two plans apart by eye; buttons carry the whole. */
export function fingerprint(planHash: string): string {
  return planHash
    .replace(/^sha256:/u, '')
    .replace(/[^0-9a-z]/giu, '')
    .slice(0, SHOWN);
}
