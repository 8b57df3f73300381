import { afterEach, describe, expect, it } from 'vitest';
import type { PreflightReport } from '../../src/core/preflight/preflight-report.ts';
import { renderReport } from '../../src/core/preflight/render-report.ts';
import { runPreflight } from '../../src/core/preflight/run-preflight.ts';
import { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { SCENARIOS } from '../../src/sandbox/scenarios/catalogue.ts';
import type { Scenario } from '../../src/sandbox/scenarios/scenario.ts';
import type { World } from '../../src/sandbox/world.ts';
import { captureIn } from './capture-in.ts';

/** What people are warned of before the start, where there is something. */
const WARNINGS: Readonly<Record<string, readonly string[]>> = {
  ungraceful: ['prestop-missing'],
  'load-balancer': ['job-running'],
  'other-owners': ['pdb-missing', 'job-running'],
  // A blocker that its owner answers for in the story: /patch waive.
  'single-replica': ['singleton-service'],
};

/** Stories of the ordinary group that preflight does not end: a managed group's is another group's. */
const GO_ON = SCENARIOS.filter(
  ({ expected, hasManagedGroup }) => expected.outcome !== 'refused' || hasManagedGroup === true,
);
const STOPPED = SCENARIOS.filter(
  ({ expected, scenes }) => expected.outcome === 'refused' && scenes?.length !== 0,
);

const smallWorld = (): Scenario => SCENARIOS.find(({ name }) => name === 'small')!;

describe('preflight over the worlds of all scenarios, read by the adapters', () => {
  let host: SandboxHost | undefined;

  afterEach(async () => {
    await host?.close();
    host = undefined;
  });

  async function reportsOn(
    scenario: Scenario,
    change: (world: World) => void = () => {},
  ): Promise<readonly PreflightReport[]> {
    host = await SandboxHost.start({ scenario, seed: 1, speed: 1, withDrover: false, mode: 'socket' });
    change(host.world);
    const captured = await captureIn(host);
    return captured.map(({ snapshot, settings }) => runPreflight(snapshot, settings.policy));
  }

  it.each(GO_ON)('$name: no blocker, nothing unread, no warning without a reason', async (scenario) => {
    const [report] = await reportsOn(scenario);
    const text = report && renderReport(report, scenario.name);
    expect(report?.unknown, text).toEqual([]);
    const loud = report?.findings.filter(({ severity }) => severity !== 'info').map(({ id }) => id);
    expect([...new Set(loud)], text).toEqual(WARNINGS[scenario.name] ?? []);
    expect(report?.prediction, text).not.toBeNull();
  });

  it.each(STOPPED)('$name: a blocker names what stands in the way', async (scenario) => {
    const report = (await reportsOn(scenario)).at(-1);
    const blockers = report?.findings.filter(({ severity }) => severity === 'blocker') ?? [];
    expect(blockers.length).toBeGreaterThan(0);
    const said = blockers.map(({ message }) => message).join('\n');
    for (const words of scenario.expected.says ?? []) expect(said).toContain(words);
  });

  it('a vCPU quota without room for the surge is a blocker', async () => {
    const [report] = await reportsOn(smallWorld(), ({ cloud }) =>
      cloud.setQuota({ code: 'L-1216C47A', value: cloud.instances.all().length * 2 }),
    );
    const found = report?.findings.filter(({ severity }) => severity === 'blocker');
    expect(found).toMatchObject([
      { id: 'vcpu-quota', objects: expect.arrayContaining(['Quota/L-1216C47A']) },
    ]);
  });

  it('a vCPU quota that may not be read is UNKNOWN, with the right that is missing', async () => {
    const [report] = await reportsOn(smallWorld(), ({ faults }) =>
      faults.add({
        target: 'aws',
        match: { path: '^GetServiceQuota$' },
        answer: { body: { error: 'AccessDenied' } },
      }),
    );
    expect(report?.unknown).toMatchObject([
      { id: 'vcpu-quota', reason: expect.stringContaining('servicequotas:GetServiceQuota') },
    ]);
    expect(report?.verdict).toBe('unknown');
    expect(report?.passed).not.toContain('vcpu-quota');
  });

  it('an empty cluster is not called clean', async () => {
    const [report] = await reportsOn(SCENARIOS.find(({ name }) => name === 'empty')!);
    expect(report?.verdict).toBe('unknown');
    expect(report?.prediction).toBeNull();
  });
});
