import { writeFileSync } from 'node:fs';
import { renderScenarios } from './render-scenarios.ts';

/** Writes docs/scenarios.md from the catalogue: `npm run docs:scenarios`. */
writeFileSync(new URL('../../../docs/scenarios.md', import.meta.url), renderScenarios());
