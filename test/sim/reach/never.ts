/** What cannot be reached, by name, with the reason. */
export const NEVER: Readonly<Record<string, string>> = {};
