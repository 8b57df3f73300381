/** A preflight that has not ended after so long (real ms) died with its engine: its place may be taken. */
export const PREFLIGHT_MAX_MS = 3 * 60_000;
