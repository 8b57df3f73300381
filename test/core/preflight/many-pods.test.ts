import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { groupReport } from '../../../src/core/preflight/group-report.ts';
import { runPreflight } from '../../../src/core/preflight/run-preflight.ts';
import { aNode } from '../../fakes/builders/a-node.ts';
import { aService } from '../../fakes/builders/a-service.ts';
import { aSnapshot } from '../../fakes/builders/a-snapshot.ts';
import { aWorkload, running } from '../../fakes/builders/a-workload.ts';

const WORKLOADS = 15;
const PODS_OF_WORKLOAD = 200;

describe('a report on three thousand pods', () => {
  it('has tens of findings, by check and then by workload, not thousands', () => {
    const names = Array.from({ length: WORKLOADS }, (_, index) => `app-${index}`);
    const nodes = Array.from({ length: 100 }, (_, index) => aNode({ name: `n${index}`, cpu: '64' }));
    const places = Array.from({ length: PODS_OF_WORKLOAD }, (_, index) => `n${index % nodes.length}`);
    const snapshot = aSnapshot({
      nodes,
      running: names.map((name) =>
        running(aWorkload({ name, replicas: PODS_OF_WORKLOAD }), places, { cpu: '10m' }),
      ),
      // Neither a budget, nor a hook, nor a probe: each workload has several things that it lacks.
      read: { services: names.map((name) => aService(name, { selector: { app: name } })) },
    });
    const report = runPreflight(snapshot, DEFAULT_POLICY);
    const groups = groupReport(report);

    expect(snapshot.readings.pods.kind === 'read' && snapshot.readings.pods.value).toHaveLength(3_000);
    expect(report.findings.length).toBeGreaterThanOrEqual(2 * WORKLOADS);
    expect(report.findings.length).toBeLessThan(100);
    expect(groups.length).toBeLessThan(12);
    expect(report.findings.filter(({ objects }) => objects[0]?.startsWith('Pod/'))).toEqual([]);
  });
});
