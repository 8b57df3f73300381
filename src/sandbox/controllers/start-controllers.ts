import type { WorldClock } from '../clock.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { MachineFeed } from '../machines.ts';
import type { Random } from '../random.ts';
import { ControllerContext } from './controller-context.ts';
import { CONTROLLER_DEFAULTS, type ControllerSettings } from './controller-settings.ts';
import { runDaemonSets } from './daemon-set/run-daemon-sets.ts';
import { runDeployments } from './deployment/run-deployments.ts';
import { runDisruptionBudgets } from './disruption/run-disruption-budgets.ts';
import { runEndpoints } from './endpoint-slices/run-endpoints.ts';
import { runEndpointSlices } from './endpoint-slices/run-endpoint-slices.ts';
import { runGarbageCollector } from './garbage/run-garbage-collector.ts';
import { runJobs } from './job/run-jobs.ts';
import { runNamespaces } from './namespaces/run-namespaces.ts';
import { runCloudNodes } from './nodes/run-cloud-nodes.ts';
import { runNodeHealth } from './nodes/run-node-health.ts';
import { runNodeTaints } from './nodes/run-node-taints.ts';
import { runPodGarbageCollector } from './nodes/run-pod-garbage-collector.ts';
import { runTaintEviction } from './nodes/run-taint-eviction.ts';
import { runReplicaSets } from './replica-set/run-replica-sets.ts';
import { runEventExpiry } from './run-event-expiry.ts';
import { runStatefulSets } from './stateful-set/run-stateful-sets.ts';
import { runAttachDetach } from './volumes/run-attach-detach.ts';
import { runAttacher } from './volumes/run-attacher.ts';
import { runProvisioner } from './volumes/run-provisioner.ts';
import { runVolumeBinder } from './volumes/run-volume-binder.ts';
import { runVolumeProtection } from './volumes/run-volume-protection.ts';

export interface ControllerOptions {
  readonly cluster: Cluster;
  readonly clock: WorldClock;
  readonly random: Random;
  /** The cloud; a cluster of bare nodes has none. */
  readonly machines?: MachineFeed;
  readonly settings?: Partial<ControllerSettings>;
}

export interface Controllers {
  /** The controller manager stands still; API server, scheduler and kubelets go on. */
  pause(): void;
  resume(): void;
  stop(): void;
}

const NO_CLOUD: MachineFeed = { machines: () => [], subscribe: () => () => {} };

const CONTROLLERS = [
  runDeployments,
  runReplicaSets,
  runStatefulSets,
  runDaemonSets,
  runJobs,
  runDisruptionBudgets,
  runEndpointSlices,
  runEndpoints,
  runNamespaces,
  runGarbageCollector,
  runNodeTaints,
  runNodeHealth,
  runTaintEviction,
  runCloudNodes,
  runPodGarbageCollector,
  runVolumeBinder,
  runVolumeProtection,
  runProvisioner,
  runAttachDetach,
  runAttacher,
  runEventExpiry,
] as const;

/** Starts what kube-controller-manager, the cloud's controllers and the storage driver's controllers do. */
export function startControllers(options: ControllerOptions): Controllers {
  const { cluster, clock, random, machines = NO_CLOUD, settings } = options;
  const context = new ControllerContext({
    cluster,
    clock,
    random: random.stream('controllers'),
    machines,
    settings: { ...CONTROLLER_DEFAULTS, ...settings },
  });
  for (const run of CONTROLLERS) run(context);
  return {
    pause: () => context.pause(),
    resume: () => context.resume(),
    stop: () => context.stop(),
  };
}
