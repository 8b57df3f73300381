import { writeFileSync } from 'node:fs';
import { renderChecks } from '../core/preflight/render-checks.ts';

/** Writes docs/checks.md from the catalogue: `npm run docs:checks`. */
writeFileSync(new URL('../../docs/checks.md', import.meta.url), renderChecks());
