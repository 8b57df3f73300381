import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/core/preflight/catalogue.ts';
import { LEFT_OUT } from '../../../src/core/preflight/left-out.ts';
import { renderChecks } from '../../../src/core/preflight/render-checks.ts';

const CHECKS = new URL('../../../src/core/preflight/checks/', import.meta.url);

describe('the catalogue', () => {
  it('lists every check that has a file, by the name of the file', () => {
    const files = readdirSync(CHECKS).map((file) => file.replace('.ts', ''));
    const ids = CATALOGUE.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(files.filter((file) => file !== 'stranded-check').toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has every number of the design notes once: as a check, or left out with a reason', () => {
    const numbers = [...CATALOGUE, ...LEFT_OUT].map(({ number }) => number).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
    expect(numbers.length).toBeGreaterThanOrEqual(130);
  });

  it('says of every check what it is, why it matters and how bad it may be', () => {
    const silent = CATALOGUE.filter(
      ({ title, why, severities }) => !title || !why || severities.length === 0,
    );
    expect(silent).toEqual([]);
  });

  it('is what the docs say', () => {
    const page = readFileSync(new URL('../../../docs/checks.md', import.meta.url), 'utf8');
    expect(page).toBe(renderChecks());
  });
});
