import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ownPackage = z.looseObject({ name: z.literal('drover'), version: z.string() });

/** From the source it is two folders up, from the build three. */
const FOLDERS_MAX = 5;

/** drover's own version, as its package says it. */
export function readVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let up = 0; up < FOLDERS_MAX; up++) {
    const parsed = ownPackage.safeParse(readJson(join(folder, 'package.json')));
    if (parsed.success) return parsed.data.version;
    folder = dirname(folder);
  }
  return 'unknown';
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
