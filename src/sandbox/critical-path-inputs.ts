import type { ControllerSettings } from './controllers/controller-settings.ts';
import type { DisruptionBudget } from './controllers/kinds/disruption-budget.ts';
import { matchesSelector } from './controllers/kinds/label-selector.ts';
import { controllerOf, isFinished, type Container, type Pod } from './controllers/kinds/pod.ts';
import type { CriticalPathInputs, DrainedNode, MovedPod } from './critical-path.ts';
import { quickestBehaviour, type Behaviour } from './kubelet/behaviour.ts';
import type { KubeletSettings } from './kubelet/kubelet-settings.ts';
import { preStopMs } from './kubelet/pre-stop.ts';
import { probePlan } from './kubelet/probe-times.ts';
import type { Cluster } from './kubernetes/cluster.ts';
import { claimNames } from './scheduler/pod-claims.ts';

/** What the world knows of its own durations; world ms. */
export interface WorldPace {
  readonly controllers: ControllerSettings;
  readonly kubelets: KubeletSettings;
  /** From the launch of an instance until its node is Ready. */
  readonly bootMs: number;
  readonly deregistrationMs: number;
  /** For how long each node is judged, in the order of the nodes; the last number holds for all that follow. */
  readonly windowsMs: readonly number[];
  readonly surge: number;
}

/**
 * Reads from the cluster as it stands what a rollout over these nodes (by name, in this order) has to wait for. Where
 * the world draws a duration, the shortest it can draw is taken: the path is the shortest possible.
 */
export function criticalPathInputs(
  cluster: Cluster,
  nodeNames: readonly string[],
  pace: WorldPace,
): CriticalPathInputs {
  const budgets = cluster.list<DisruptionBudget>('poddisruptionbudgets.policy');
  const pods = cluster.list<Pod>('pods').filter(isMoved);
  return {
    nodes: nodeNames.map((name, index): DrainedNode => {
      const own = pods.filter(({ spec }) => spec.nodeName === name);
      return {
        pods: own.map((pod) => toMovedPod(pod, budgets, pace)),
        bootMs: pace.bootMs,
        deregistrationMs: pace.deregistrationMs,
        // A drain here ends when the replacements are ready, and they need the volumes: nothing is left to detach.
        detachMs: 0,
        windowMs: pace.windowsMs[index] ?? pace.windowsMs.at(-1) ?? 0,
      };
    }),
    budgets: Object.fromEntries(budgets.map((budget) => [nameOf(budget), tokensOf(budget)])),
    budgetLagMs: pace.controllers.budgetLagMs,
    surge: pace.surge,
  };
}

/** A drain leaves the pods of DaemonSets and the mirrors of static pods where they are. */
function isMoved(pod: Pod): boolean {
  return (
    !isFinished(pod) &&
    controllerOf(pod)?.kind !== 'DaemonSet' &&
    pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined
  );
}

function nameOf({ metadata }: DisruptionBudget): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** What the budget allows when all its pods are healthy. */
function tokensOf({ status }: DisruptionBudget): number {
  return Math.max(0, (status?.expectedPods ?? 0) - (status?.desiredHealthy ?? 0));
}

function toMovedPod(pod: Pod, budgets: readonly DisruptionBudget[], pace: WorldPace): MovedPod {
  const budget = budgets.find(
    ({ metadata, spec }) =>
      metadata.namespace === pod.metadata.namespace && matchesSelector(spec.selector, pod.metadata.labels),
  );
  return {
    exitMs:
      pace.kubelets.noticeLagMs + Math.max(...pod.spec.containers.map((container) => exitMs(pod, container))),
    readyMs: readyMs(pod, pace),
    isReplacedAfterExit: controllerOf(pod)?.kind === 'StatefulSet',
    ...(budget && { budget: nameOf(budget) }),
  };
}

function exitMs(pod: Pod, container: Container): number {
  const graceMs = (pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
  const behaviour = quickestBehaviour(pod, container);
  return Math.min(graceMs, preStopMs(container.lifecycle) + afterSigtermMs(behaviour, graceMs));
}

function afterSigtermMs({ onSigterm, drainSeconds }: Behaviour, graceMs: number): number {
  switch (onSigterm) {
    case 'exit':
      return 0;
    case 'drain':
      return drainSeconds * 1000;
    case 'ignore':
      return graceMs;
  }
}

/** Made, placed, noticed, mounted, started, and found ready. Its image may be on the node already. */
function readyMs(pod: Pod, { controllers, kubelets }: WorldPace): number {
  const volumesMs =
    claimNames(pod).length > 0 ? controllers.detachMs + controllers.attachMs + kubelets.mountMs.fromMs : 0;
  const started = pod.spec.containers.map(
    (container) => probePlan(container, quickestBehaviour(pod, container), 0).readyAt ?? 0,
  );
  return (
    controllers.workloadLagMs +
    kubelets.noticeLagMs +
    kubelets.sandboxMs.fromMs +
    volumesMs +
    Math.max(...started)
  );
}
