import { connectCluster } from '../adapters/kubernetes/connect-cluster.ts';
import { contextName } from '../adapters/kubernetes/context-name.ts';
import { KubernetesCluster } from '../adapters/kubernetes/kubernetes-cluster.ts';
import { SystemClock } from '../adapters/system/system-clock.ts';
import { captureCluster } from '../app/capture/capture-cluster.ts';
import type { TimeScaleConfig } from '../config/config.ts';
import { readVersion } from '../config/version.ts';
import type { FleetSnapshot } from '../core/fleet/fleet-snapshot.ts';
import { nearestWord } from '../core/nearest-word.ts';
import { DEFAULT_POLICY } from '../core/plan/patch-policy.ts';
import { countOf } from '../core/preflight/facts/words.ts';
import { preflightInSteps } from '../core/preflight/run-preflight.ts';
import type { Inspection, InspectionProgress } from './inspection.ts';
import { inSlices } from '../app/in-slices.ts';

/** Nodes that are told by their labels alone, in a cluster that a kubeconfig leads to. */
export interface ChosenNodes {
  readonly kubeconfig: string;
  readonly context: string | undefined;
  readonly selector: Readonly<Record<string, string>>;
}

/** Preflight through the Kubernetes API alone: no configuration, no AWS. Throws where it cannot be run. */
export async function inspectNodes(
  { kubeconfig, context, selector }: ChosenNodes,
  time: TimeScaleConfig,
  { onPage, onJudge }: InspectionProgress,
): Promise<Inspection> {
  const cluster = contextName(kubeconfig, context);
  const connection = connectCluster(
    { kind: 'kubeconfig', file: kubeconfig, context },
    `drover/${readVersion()}`,
  );
  try {
    const ports = { cluster: new KubernetesCluster(cluster, connection), clock: new SystemClock(time) };
    const nodeGroup = selectorText(selector);
    const snapshot = await captureCluster(ports, { cluster, nodeGroup, nodeSelector: selector }, onPage);
    const { targets } = snapshot;
    if (snapshot.readings.nodes.kind === 'read' && targets.length === 0)
      throw new Error(noSuchNode(selector, snapshot.readings.nodes.value));
    onJudge();
    const report = await inSlices(ports.clock, preflightInSteps(snapshot, DEFAULT_POLICY));
    return { subject: `${nodeGroup} in ${cluster}, ${countOf(targets.length, 'node')}`, report };
  } finally {
    await connection.close();
  }
}

function selectorText(selector: ChosenNodes['selector']): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

type Nodes = Extract<FleetSnapshot['readings']['nodes'], { kind: 'read' }>['value'];

const VALUES_SHOWN = 5;

/** Nothing to look at is no clean bill: a label that was mistyped must not pass. */
function noSuchNode(selector: ChosenNodes['selector'], nodes: Nodes): string {
  const wanted = selectorText(selector);
  for (const [key, value] of Object.entries(selector)) {
    const values = [...new Set(nodes.flatMap(({ metadata }) => metadata.labels?.[key] ?? []))];
    if (values.includes(value)) continue;
    if (values.length > 0)
      return `no node has ${key}=${value}; there are ${values.slice(0, VALUES_SHOWN).join(', ')}`;
    const keys = [...new Set(nodes.flatMap(({ metadata }) => Object.keys(metadata.labels ?? {})))];
    const meant = nearestWord(key, keys);
    return `no node has a label ${key}${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
  }
  return `no node has all of ${wanted}`;
}
