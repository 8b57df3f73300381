// What the page is shown of the world: plain data, so that the browser's code may use the types too.

export interface WorldView {
  readonly clock: ClockView;
  readonly scenario: { readonly name: string; readonly title: string; readonly about: string };
  readonly seed: number;
  readonly story: { readonly expected: string; readonly outcome?: string } | null;
  readonly drover: DroverView | null;
  /** Oldest first; the place in the list is the image's colour. */
  readonly images: readonly ImageView[];
  readonly zones: readonly string[];
  readonly nodes: readonly NodeView[];
  /** None if there are too many to be drawn; then `podCount` and the nodes' own counts say how many. */
  readonly pods: readonly PodView[];
  readonly podCount: number;
  readonly budgets: readonly BudgetView[];
  readonly services: readonly ServiceView[];
  /** The latest, oldest first. */
  readonly effects: readonly EffectView[];
  /** How often something was only written down: records, tags, notes on nodes. */
  readonly notes: number;
}

export interface ClockView {
  /** World time, epoch ms. */
  readonly now: number;
  readonly speed: number;
}

export interface DroverView {
  readonly state: 'absent' | 'starting' | 'running' | 'stopping' | 'crashed';
  readonly mode: 'http' | 'socket';
  readonly redis: string;
}

export interface ImageView {
  readonly id: string;
  readonly name: string;
  readonly kubeletVersion: string;
  /** `A`, `B` … by age: a word for those who do not see the colour. */
  readonly letter: string;
  /** Newest of all that are in use or named by a template: what nodes should run. */
  readonly isNewest: boolean;
  /** How many nodes run it. */
  readonly nodes: number;
}

/**
 * Where a node is between the launch of its instance and its end. `launching`: the instance is pending. `booting`: it runs
 * and no Node has joined. `joining`: the Node has never been Ready. `leaving`: the instance is being terminated.
 */
export type NodeStage = 'launching' | 'booting' | 'joining' | 'ready' | 'not-ready' | 'leaving';

/** A node, or an instance on its way to become one: the same card from launch to end. */
export interface NodeView {
  /** The instance's id; the Node's uid where there is no instance. */
  readonly id: string;
  readonly stage: NodeStage;
  /** The Node's name, once it has joined. */
  readonly name?: string;
  readonly instanceId?: string;
  readonly zone: string;
  readonly imageId?: string;
  readonly kubeletVersion?: string;
  readonly cordoned: boolean;
  /** It carries a PreferNoSchedule taint: the scheduler would rather not use it. */
  readonly retiring: boolean;
  readonly taints: readonly string[];
  /** World time, epoch ms: when the instance was launched or the Node made. */
  readonly since: number;
  /** Auto Scaling's word for it, where a group owns it. */
  readonly lifecycle?: string;
  /** Pods bound to it that have not finished, but for those of DaemonSets. */
  readonly pods: number;
}

export interface PodView {
  /** uid */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  /** `shop/cart`: of the workload at the root of its owners, or of the pod itself. */
  readonly workload: string;
  /** `Deployment`, `StatefulSet`, `DaemonSet`, `Job`, `Pod` … */
  readonly kind: string;
  /** The `id` of its node, once it is bound. */
  readonly node?: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly terminating: boolean;
  /** It was evicted, rather than deleted otherwise. */
  readonly evicted: boolean;
  readonly restarts: number;
  /** Why a container waits, if it does: `CrashLoopBackOff`, `ImagePullBackOff`. */
  readonly waits?: string;
}

export interface BudgetView {
  /** `shop/cart` */
  readonly id: string;
  readonly allowed: number;
  readonly healthy: number;
  readonly wanted: number;
  readonly expected: number;
  /** `minAvailable 3`, `maxUnavailable 25%` */
  readonly rule: string;
  /** False: the controller has not seen it as it is now. */
  readonly observed: boolean;
}

export interface ServiceView {
  /** `shop/cart` */
  readonly id: string;
  readonly ok: number;
  readonly failed: number;
  /** Requests per slot of world time, oldest first: `[ok, failed]`. */
  readonly history: readonly (readonly [number, number])[];
}

export interface EffectView {
  /** seq */
  readonly id: number;
  /** World time, epoch ms. */
  readonly at: number;
  readonly actor: string;
  /** `evicted`, `cordoned`, `asked for capacity` … */
  readonly did: string;
  readonly object: string;
  /** The name of the node on an instance that it is about. */
  readonly node?: string;
  readonly status: number;
  readonly kind: 'pod' | 'node' | 'capacity' | 'other';
}
