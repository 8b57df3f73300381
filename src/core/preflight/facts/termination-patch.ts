import type { ServingContainer } from '../../drain/termination-facts.ts';
import type { ClusterIdentity } from '../../fleet/fleet-snapshot.ts';
import type { Workload } from '../../fleet/workload.ts';
import type { Fleet } from '../fleet.ts';
import type { Exposure, ServedRoot } from './exposure.ts';

/** A hook that lost nothing wherever it was measured, by how requests arrive. preflight.md 4. Seconds. */
const SAFE_HOOK: Readonly<Record<Exposure, number>> = { none: 0, cluster: 10, address: 60, node: 10 };

/** The least that was seen to lose nothing. Seconds. */
export const LEAST_HOOK: Readonly<Record<Exposure, number>> = { none: 0, cluster: 5, address: 30, node: 5 };

/** After its hook a process gets at least so long to stop, and a little for whatever comes between. Seconds. */
export const STOP_SECONDS = 10;
const COMFORTABLE_STOP_SECONDS = 20;

/** `preStop.sleep` is on by default from this minor version on; before, the image needs a `sleep` of its own. */
const SLEEP_SINCE_MINOR = 30;

/**
 * All that a workload lacks to stop gracefully, as one patch to paste: a hook where it has none or one that is too
 * short, and a grace period that leaves time after it. The API server refuses a hook that is longer than the grace.
 */
export function terminationPatch({ snapshot }: Fleet, served: ServedRoot): string {
  const hooks = missingHooks(served);
  const grace = neededGrace(served, hooks);
  const lines = [
    'spec:',
    ...(grace === undefined ? [] : [`  terminationGracePeriodSeconds: ${grace}`]),
    ...(hooks.length === 0 ? [] : ['  containers:']),
    ...hooks.flatMap((hook) => hookLines(hook, snapshot.cluster.version)),
  ];
  const { root } = served;
  return root.kind === 'workload'
    ? [howTo(root.workload), 'spec:', '  template:', ...lines.map((line) => `    ${line}`)].join('\n')
    : [`# in the template that ${root.ref} makes its pods from`, ...lines].join('\n');
}

/** The longest hook whose length can be read. Seconds; 0: none. */
export function longestHook({ termination }: ServedRoot): number {
  return Math.max(0, ...termination.serving.map(knownSeconds));
}

interface Hook {
  readonly container: string;
  readonly seconds: number;
}

/** Of containers that the template has, where there are any: what a webhook adds is not patched there. */
function missingHooks({ root, termination, exposure }: ServedRoot): readonly Hook[] {
  const missing = termination.serving
    .filter((container) => container.preStop.kind !== 'unknown')
    .filter((container) => knownSeconds(container) < LEAST_HOOK[exposure])
    .map(({ name }) => ({ container: name, seconds: SAFE_HOOK[exposure] }));
  const template = root.kind === 'workload' ? root.template.spec.containers : [];
  const ofTemplate = missing.filter(({ container }) => template.some(({ name }) => name === container));
  return ofTemplate.length > 0 ? ofTemplate : missing;
}

function neededGrace(served: ServedRoot, hooks: readonly Hook[]): number | undefined {
  const longest = Math.max(longestHook(served), ...hooks.map(({ seconds }) => seconds));
  const enough = served.termination.graceSeconds >= longest + STOP_SECONDS;
  return enough ? undefined : longest + COMFORTABLE_STOP_SECONDS;
}

function knownSeconds({ preStop }: ServingContainer): number {
  return preStop.kind === 'seconds' ? preStop.seconds : 0;
}

function hookLines({ container, seconds }: Hook, { minor }: ClusterIdentity['version']): readonly string[] {
  const how =
    minor >= SLEEP_SINCE_MINOR ? `sleep: {seconds: ${seconds}}` : `exec: {command: [sleep, "${seconds}"]}`;
  return [`    - name: ${container}`, `      lifecycle: {preStop: {${how}}}`];
}

function howTo({ kind, metadata: { namespace = 'default', name } }: Workload): string {
  return `# kubectl -n ${namespace} patch ${kind.toLowerCase()} ${name} --patch-file this.yaml`;
}
