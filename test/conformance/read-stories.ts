import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Story } from '../recordings/replay.mjs';

const FOLDER = fileURLToPath(new URL('../recordings/kubernetes/', import.meta.url));

/** Every recorded story, by name; only those whose name contains one of the texts if any are given. */
export function readStories(only: readonly string[] = [], folder = FOLDER): Story[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Story)
    .filter((story) => Array.isArray(story.steps))
    .filter(({ story }) => only.length === 0 || only.some((text) => story.includes(text)));
}
