import { selects } from '../../../src/core/fleet/label-selector.ts';
import { controllerOf, isPodReady, isTerminating } from '../../../src/core/fleet/pod.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import { isCordoned } from '../../../src/core/fleet/node.ts';
import type { EvictOutcome, PodTarget } from '../../../src/ports/cluster.ts';
import type { Workload } from '../../../src/core/fleet/workload.ts';
import type { Witness } from './witness.ts';

/** Between what a look saw and the landing of an effect others may have done something, ms: a look's age and a late request. */
export const RACE_MS = 75_000;

/** Of a workload without a budget so much may be away by our doing. The engine's promise (preflight.md 2.5). */
const SHARE = 0.25;

/** Looks at an eviction before it is done; answers how to judge it by its outcome. */
export function checkEviction(witness: Witness, target: PodTarget): (result: unknown) => void {
  const pod = witness.sim.world.cluster.objects.get('pods', target.namespace, target.name);
  const isNew = pod !== undefined && !isTerminating(pod);
  const budget = isNew ? budgetOf(witness, pod) : undefined;
  return (result) => {
    if ((result as EvictOutcome).kind !== 'evicted' || !isNew) return;
    onlyTheNodeInWork(witness, pod);
    enoughStay(witness, pod, budget);
    if (!controllerOf(pod))
      witness.break('I12', `a bare pod was evicted: ${target.namespace}/${target.name}`);
    if (pod.metadata.uid !== target.uid)
      witness.break('I7', `another pod of the name ${target.name} was evicted`);
  };
}

/** I7: evictions only on the node in the slot, and only while it is cordoned. */
function onlyTheNodeInWork(witness: Witness, pod: Pod): void {
  const name = pod.spec.nodeName;
  const node = witness.truth.nodes.find(({ metadata }) => metadata.name === name);
  if (!node || witness.ledger.isRecent('slot', 3_600_000)) return;
  const uid = node.metadata.uid;
  const active = witness.slot?.rollout?.active;
  if (active?.node.uid !== uid)
    return witness.break(
      'I7',
      `a pod was evicted from ${name}; the slot names ${active?.node.name ?? 'no node'}`,
    );
  if (!isCordoned(node) && !witness.ledger.isRecent(`uncordoned ${uid}`, RACE_MS))
    witness.break('I7', `a pod was evicted from ${name}, which is not cordoned`);
}

/** I2 and I3: what must stay ready stays ready, as far as nobody else took something away. */
function enoughStay(witness: Witness, pod: Pod, floor: number | undefined): void {
  const app = pod.metadata.labels?.['app'] ?? '';
  if (!isPodReady(pod) || witness.disturbed.has(app)) return;
  const wanted = wantedOf(witness, app);
  if (wanted === undefined) return;
  const least = floor ?? readyAtClaim(witness, app, wanted) - Math.max(1, Math.floor(wanted * SHARE));
  // The pod itself is terminating by now.
  const ready = witness.truth.readyPodsOf(app).length;
  if (ready >= least) return;
  const others = witness.truth.pods.filter(
    (one) => one.metadata.labels?.['app'] === app && !(isPodReady(one) && !isTerminating(one)),
  );
  const seen = others.map((one) => `${one.metadata.name} ${stateOf(one)}`).join(', ');
  witness.break(
    'I3',
    `${app}: ${ready} of ${wanted} pods are ready after an eviction, ${least} must stay (${seen})`,
  );
}

function stateOf(pod: Pod): string {
  if (isTerminating(pod)) return 'terminating';
  return pod.spec.nodeName ? `not ready on ${pod.spec.nodeName}` : 'pending';
}

/** What was away already when the node was claimed is not the drain's doing. */
function readyAtClaim(witness: Witness, app: string, wanted: number): number {
  const known = witness.slot?.rollout?.active?.workloads.find(({ ref }) => ref.split('/')[2] === app);
  return Math.min(wanted, known?.available ?? wanted);
}

function wantedOf(witness: Witness, app: string): number | undefined {
  const { objects } = witness.sim.world.cluster;
  const all: readonly Workload[] = [...objects.list('replicasets'), ...objects.list('statefulsets')];
  return all.find(({ spec }) => spec.template.metadata?.labels?.['app'] === app)?.spec.replicas;
}

/** How many pods must stay healthy by the pod's one budget, counted from its spec and not from its status. */
function budgetOf(witness: Witness, pod: Pod): number | undefined {
  const [budget] = witness.sim.world.cluster.objects
    .list('poddisruptionbudgets')
    .filter(
      ({ metadata, spec }) =>
        metadata.namespace === pod.metadata.namespace && selects(spec.selector, pod.metadata.labels),
    );
  if (!budget) return undefined;
  const wanted = wantedOf(witness, pod.metadata.labels?.['app'] ?? '') ?? 0;
  const { minAvailable, maxUnavailable } = budget.spec;
  if (minAvailable !== undefined) return shareOf(minAvailable, wanted);
  return wanted - shareOf(maxUnavailable ?? 0, wanted);
}

function shareOf(amount: number | string, of: number): number {
  return typeof amount === 'number' ? amount : Math.ceil((Number.parseInt(amount, 10) * of) / 100);
}
