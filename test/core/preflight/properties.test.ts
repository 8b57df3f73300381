import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FleetSnapshot } from '../../../src/core/fleet/fleet-snapshot.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { runPreflight } from '../../../src/core/preflight/run-preflight.ts';
import { aNode } from '../../fakes/builders/a-node.ts';
import { aSnapshot } from '../../fakes/builders/a-snapshot.ts';
import { aWorkload, running, type Running } from '../../fakes/builders/a-workload.ts';

interface AnyWorkload {
  readonly pods: readonly number[];
  readonly cpu: number;
  readonly apart: boolean;
  readonly port: boolean;
  readonly zone: string | undefined;
}

interface AnyFleet {
  readonly nodes: readonly { readonly zone: string; readonly cpu: number; readonly inGroup: boolean }[];
  readonly workloads: readonly AnyWorkload[];
  readonly surge: number;
}

const zone = fc.constantFrom('eu-west-1a', 'eu-west-1b');

const anyFleet: fc.Arbitrary<AnyFleet> = fc.record({
  nodes: fc.array(fc.record({ zone, cpu: fc.integer({ min: 2, max: 6 }), inGroup: fc.boolean() }), {
    minLength: 2,
    maxLength: 5,
  }),
  workloads: fc.array(
    fc.record({
      pods: fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }),
      cpu: fc.integer({ min: 1, max: 30 }),
      apart: fc.boolean(),
      port: fc.boolean(),
      zone: fc.option(zone, { nil: undefined }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  surge: fc.integer({ min: 0, max: 2 }),
});

function build(any: AnyFleet, extra: readonly ReturnType<typeof aNode>[] = []): FleetSnapshot {
  const nodes = any.nodes.map((node, index) =>
    aNode({ name: `n${index}`, zone: node.zone, cpu: String(node.cpu) }),
  );
  const targets = nodes
    .filter((_, index) => any.nodes[index]?.inGroup || index === 0)
    .map(({ metadata }) => metadata.name);
  return aSnapshot({
    nodes: [...nodes, ...extra],
    targets,
    running: any.workloads.map((each, index) => build1(each, index, nodes.length)),
  });
}

function build1(
  { pods, cpu, apart, port, zone: wanted }: AnyWorkload,
  index: number,
  nodes: number,
): Running {
  const labels = { app: `w${index}` };
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } };
  const resources = { requests: { cpu: `${cpu}00m`, memory: '64Mi' } };
  const template = {
    containers: [
      { name: 'app', resources, ...(port ? { ports: [{ containerPort: 80, hostPort: 8000 + index }] } : {}) },
    ],
    ...(apart
      ? { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } }
      : {}),
    ...(wanted ? { nodeSelector: { 'topology.kubernetes.io/zone': wanted } } : {}),
  };
  const workload = aWorkload({ name: `w${index}`, labels, replicas: pods.length, template });
  return running(
    workload,
    pods.map((pod) => `n${pod % nodes}`),
  );
}

const PLACES = [
  'unplaceable',
  'spread-ghost',
  'antiaffinity-saturated',
  'hostport-conflict',
  'pv-zone-stranded',
  'pinned-to-node',
  'label-drift',
];

interface Trouble {
  /** How many pods the checks about places call stranded. */
  readonly stranded: number;
  /** Which checks block; those about places are one, as a pod may be kept out for another reason. */
  readonly blocking: ReadonlySet<string>;
}

function troubleOf(snapshot: FleetSnapshot, surge: number): Trouble {
  const { findings } = runPreflight(snapshot, { ...DEFAULT_POLICY, surge });
  const objects = findings.filter(({ id }) => PLACES.includes(id)).flatMap((finding) => finding.objects);
  const blockers = findings.filter(({ severity }) => severity === 'blocker').map(({ id }) => id);
  return {
    stranded: objects.filter((object) => object.startsWith('Pod/')).length,
    blocking: new Set(blockers.map((id) => (PLACES.includes(id) ? 'places' : id))),
  };
}

describe('whatever the fleet', () => {
  it('one more empty node never strands more pods than before, and adds no other blocker', () => {
    fc.assert(
      fc.property(anyFleet, zone, (any, where) => {
        const more = aNode({ name: 'more', zone: where, cpu: '64' });
        const [before, after] = [build(any), build(any, [more])].map((each) => troubleOf(each, any.surge));
        expect(after!.stranded).toBeLessThanOrEqual(before!.stranded);
        expect([...after!.blocking].filter((id) => !before!.blocking.has(id))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('a pod with a feature that nobody models is never called placeable', () => {
    fc.assert(
      fc.property(anyFleet, fc.nat(5), fc.stringMatching(/^new[A-Z][a-z]{2,8}$/), (any, pick, feature) => {
        const snapshot = build(any);
        const { pods } = snapshot.readings;
        const list = pods.kind === 'read' ? pods.value : [];
        const strange = list[pick % list.length]!;
        const value = list.map((pod) =>
          pod === strange ? { ...pod, spec: { ...pod.spec, [feature]: 1 } } : pod,
        );
        const changed = {
          ...snapshot,
          readings: { ...snapshot.readings, pods: { kind: 'read', value } as const },
        };
        const report = runPreflight(changed, { ...DEFAULT_POLICY, surge: any.surge });
        const moves = snapshot.targets.includes(strange.spec.nodeName ?? '');
        const named = report.unknown.some(
          ({ id, reason }) => id === 'unplaceable' && reason.includes(`pod.spec.${feature}`),
        );
        expect(named || !moves).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('the order of its lists changes nothing', () => {
    fc.assert(
      fc.property(anyFleet, (any) => {
        const snapshot = build(any);
        const { nodes, pods } = snapshot.readings;
        const reversed = {
          ...snapshot,
          targets: snapshot.targets.toReversed(),
          readings: {
            ...snapshot.readings,
            nodes: nodes.kind === 'read' ? { ...nodes, value: nodes.value.toReversed() } : nodes,
            pods: pods.kind === 'read' ? { ...pods, value: pods.value.toReversed() } : pods,
          },
        };
        const policy = { ...DEFAULT_POLICY, surge: any.surge };
        expect(runPreflight(reversed, policy)).toEqual(runPreflight(snapshot, policy));
      }),
      { numRuns: 200 },
    );
  });
});
