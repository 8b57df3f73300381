import { monitorEventLoopDelay } from 'node:perf_hooks';
import { connectCluster } from '../../../src/adapters/kubernetes/connect-cluster.ts';
import { KubernetesCluster } from '../../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { SystemClock } from '../../../src/adapters/system/system-clock.ts';
import { inSlices } from '../../../src/app/in-slices.ts';
import { captureCluster } from '../../../src/app/capture/capture-cluster.ts';
import { rehearsalInSteps } from '../../../src/core/preflight/facts/rehearsal.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { fleetInSteps, reportInSteps } from '../../../src/core/preflight/run-preflight.ts';
import { TARGET_LABEL } from './large-fleet.ts';

/** A process of its own that reads a fleet as `drover preflight` does, and measures itself. Argument: a kubeconfig. */
export interface Inspected {
  readonly podSeconds: number;
  readonly readSeconds: number;
  readonly readCpuSeconds: number;
  /** The longest that the event loop was kept from its work while the fleet was read, ms. */
  readonly blockMs: number;
  /** The same while it was rehearsed and checked. */
  readonly judgingBlockMs: number;
  readonly rehearsalSeconds: number;
  readonly rehearsalCpuSeconds: number;
  /** All of it: the lists sorted, the rehearsal, the checks. */
  readonly checksSeconds: number;
  readonly checksCpuSeconds: number;
  /** Of the resident set: when the fleet was read, and at the end. */
  readonly readPeakMegabytes: number;
  readonly peakMegabytes: number;
  readonly pods: number;
  readonly targets: number;
  readonly moves: number;
  readonly verdict: string;
  readonly findings: number;
}

const [kubeconfig = ''] = process.argv.slice(2);
const connection = connectCluster(
  { kind: 'kubeconfig', file: kubeconfig, context: undefined },
  'drover/bench',
);
const ports = { cluster: new KubernetesCluster('bench', connection), clock: new SystemClock() };

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const podTimes: number[] = [];
const choice = { cluster: 'bench', nodeGroup: 'target', nodeSelector: { [TARGET_LABEL]: 'target' } };
const reading = await timed(async () =>
  captureCluster(ports, choice, (kind, { left }) => {
    // Pods are asked for when the last node is there.
    if (left === 0 && (kind === 'nodes' || kind === 'pods')) podTimes.push(performance.now());
  }),
);
const blockMs = delay.max / 1e6;
delay.reset();
const snapshot = reading.result;
const readPeakMegabytes = peak();
// One after another as `drover preflight` has it: who asks for the rehearsal later finds it done.
const opening = await timed(async () => inSlices(ports.clock, fleetInSteps(snapshot)));
const fleet = opening.result;
const rehearsing = await timed(async () => inSlices(ports.clock, rehearsalInSteps(fleet, DEFAULT_POLICY)));
const checking = await timed(async () => inSlices(ports.clock, reportInSteps(fleet, DEFAULT_POLICY)));
delay.disable();
const [from = 0, to = 0] = podTimes;
const { pods } = snapshot.readings;
const inspected: Inspected = {
  podSeconds: (to - from) / 1_000,
  readSeconds: reading.seconds,
  readCpuSeconds: reading.cpuSeconds,
  blockMs,
  judgingBlockMs: delay.max / 1e6,
  rehearsalSeconds: rehearsing.seconds,
  rehearsalCpuSeconds: rehearsing.cpuSeconds,
  checksSeconds: opening.seconds + rehearsing.seconds + checking.seconds,
  checksCpuSeconds: opening.cpuSeconds + rehearsing.cpuSeconds + checking.cpuSeconds,
  readPeakMegabytes,
  peakMegabytes: peak(),
  pods: pods.kind === 'read' ? pods.value.length : 0,
  targets: snapshot.targets.length,
  moves: rehearsing.result.rehearsal.nodes.reduce((sum, { moves }) => sum + moves.length, 0),
  verdict: checking.result.verdict,
  findings: checking.result.findings.length,
};
console.log(JSON.stringify(inspected));
process.exit(0);

interface Timed<T> {
  readonly result: T;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const result = await work();
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { result, seconds, cpuSeconds: (user + system) / 1e6 };
}

function peak(): number {
  return process.resourceUsage().maxRSS / 1_024;
}
