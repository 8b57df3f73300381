import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { FleetSnapshot } from '../../../src/core/fleet/fleet-snapshot.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { STORIES } from '../../fixtures/fleets/stories/all.ts';
import { CATALOGUE } from '../../../src/core/preflight/catalogue.ts';
import { renderReport } from '../../../src/core/preflight/render-report.ts';
import { runPreflight } from '../../../src/core/preflight/run-preflight.ts';

const WRITTEN: Readonly<Record<string, FleetSnapshot>> = STORIES;
const FLEETS = new URL('../../fixtures/fleets/', import.meta.url);
const FOLDERS = readdirSync(FLEETS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'stories')
  .map(({ name }) => name);

function readFleet(story: string): FleetSnapshot {
  return JSON.parse(readFileSync(new URL(`${story}/snapshot.json`, FLEETS), 'utf8')) as FleetSnapshot;
}

describe('golden fleets', () => {
  it('are at least forty', () => {
    expect(FOLDERS.length).toBeGreaterThanOrEqual(40);
  });

  it('are the ones that the stories make', () => {
    expect(FOLDERS.toSorted()).toEqual(Object.keys(WRITTEN).toSorted());
    const stale = FOLDERS.filter(
      (story) => JSON.stringify(WRITTEN[story]) !== JSON.stringify(readFleet(story)),
    );
    expect(stale).toEqual([]);
  });

  it('show each check that can block a rollout at it', () => {
    const reports = FOLDERS.map((story) => runPreflight(readFleet(story), DEFAULT_POLICY));
    const blocked = new Set(
      reports.flatMap(({ findings }) =>
        findings.filter(({ severity }) => severity === 'blocker').map(({ id }) => id),
      ),
    );
    const blocking = CATALOGUE.filter(({ severities }) => severities.includes('blocker'));
    expect(blocking.map(({ id }) => id).filter((id) => !blocked.has(id))).toEqual([]);
  });

  it.each(FOLDERS)('%s: the report is the one on file', async (story) => {
    const report = runPreflight(readFleet(story), DEFAULT_POLICY);
    const file = fileURLToPath(new URL(`${story}/report.txt`, FLEETS));
    await expect(renderReport(report, story)).toMatchFileSnapshot(file);
  });

  it.each(FOLDERS.filter((story) => story.startsWith('fine-')))('%s: neither stops nor warns', (story) => {
    const report = runPreflight(readFleet(story), DEFAULT_POLICY);
    const told = report.findings
      .filter(({ severity }) => severity !== 'info')
      .map(({ id, message }) => `${id}: ${message}`);
    expect([...told, ...report.unknown.map(({ id }) => id)]).toEqual([]);
  });
});
