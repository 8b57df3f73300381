import type { InstanceState } from '../../../src/core/fleet/node-group.ts';
import { instanceIdOf } from '../../../src/core/fleet/node.ts';
import type { ListedKind } from '../../../src/ports/cluster.ts';
import { ManualClock } from './manual-clock.ts';
import { CLOUD_DURATIONS, MemoryCloud } from './memory-cloud.ts';
import type { CloudDurations, InstanceEvent } from './memory-cloud.ts';
import { MemoryCluster } from './memory-cluster.ts';
import type { Effect } from './memory-cluster.ts';
import { MemoryKubelets, NODE_DURATIONS, VOLUME_ANNOTATION, ZONE_ANNOTATION } from './memory-kubelets.ts';
import type { NodeDurations } from './memory-kubelets.ts';
import { MemoryNodeGroups } from './memory-node-groups.ts';
import { MemoryWorkloads } from './memory-workloads.ts';
import { PortFaults } from './port-faults.ts';

/** All ms. */
export interface WorldDurations extends CloudDurations, NodeDurations {
  /** From InService until the node is there and Ready. */
  readonly joinMs: number;
}

const WORLD_DURATIONS: WorldDurations = { ...CLOUD_DURATIONS, ...NODE_DURATIONS, joinMs: 20_000 };

export interface GroupSeed {
  readonly name: string;
  readonly zones?: readonly string[];
  readonly nodes: number;
  readonly maxSize?: number;
  readonly targetGroupArns?: readonly string[];
}

export interface WorkloadSeed {
  readonly name: string;
  readonly namespace?: string;
  readonly kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly replicas?: number;
  /** Makes a budget of it. */
  readonly minAvailable?: number | string;
  readonly maxUnavailable?: number | string;
  /** Binds its pods to a zone. */
  readonly zone?: string;
  /** A volume of that name goes with its pod. */
  readonly volume?: string;
  /** The claim by which its pods mount a volume. */
  readonly claim?: string;
  /** Beside `app`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Its pods take no notice of a cordon. */
  readonly toleratesCordon?: boolean;
  /** How long its pods may take to stop. */
  readonly graceSeconds?: number;
}

/** How long the controllers of a world take to notice a change, ms; asked at every change. Without it all is done at once. */
export interface WorldPace {
  controllersMs(): number;
  budgetsMs(): number;
}

/** While a budget remembers disrupted pods it is counted again so often, so that it forgets them in time. */
const RECOUNT_MS = 30_000;

/** How many rounds of its laws a world may take to come to rest. */
const ROUNDS_MAX = 200;

/**
 * A whole small world without a socket: a cluster whose workloads, scheduler and kubelets act, and a cloud whose
 * instances become nodes. It is deterministic: time moves by hand, and nothing is left to chance.
 */
export class MemoryWorld {
  readonly clock: ManualClock;
  readonly faults = new PortFaults();
  readonly cluster: MemoryCluster;
  readonly cloud: MemoryCloud;
  readonly nodeGroups: MemoryNodeGroups;
  readonly kubelets: MemoryKubelets;
  /** Instances of these images never become nodes. */
  readonly deadImages = new Set<string>();
  /** How many pods a node takes that joins. */
  roomPerNode = 29;
  /** Whether an instance that is in service becomes a node. Asked once. */
  joins: (instance: InstanceState) => boolean = () => true;
  readonly #workloads: MemoryWorkloads;
  readonly #durations: WorldDurations;
  readonly #pace: WorldPace | undefined;
  #settling = false;
  #controllersDue = false;
  #budgetsDue = false;

  constructor(
    options: {
      readonly clock?: ManualClock;
      readonly durations?: Partial<WorldDurations>;
      readonly pace?: WorldPace;
    } = {},
  ) {
    this.#pace = options.pace;
    this.clock = options.clock ?? new ManualClock();
    this.#durations = { ...WORLD_DURATIONS, ...options.durations };
    this.cluster = new MemoryCluster(this.clock, { faults: this.faults });
    this.cloud = new MemoryCloud(this.clock, this.cluster.effects, this.#durations);
    this.nodeGroups = new MemoryNodeGroups(this.cloud, this.faults);
    this.#workloads = new MemoryWorkloads(this.cluster.objects, this.clock);
    this.kubelets = new MemoryKubelets(
      this.cluster.objects,
      this.clock,
      () => this.settle(),
      this.#durations,
    );
    this.cloud.subscribe((event) => this.#onInstance(event));
    this.cluster.budgetsLag = options.pace !== undefined;
    this.cluster.objects.subscribe(({ kind }) =>
      this.#pace ? this.#actSoon(this.#pace, kind) : this.settle(),
    );
  }

  /** Everything that was done to this world, in order. */
  get effects(): readonly Effect[] {
    return this.cluster.effects;
  }

  /** An Auto Scaling group whose nodes run `ami-old`; its template has a newer version with `ami-new`. */
  async seedGroup(seed: GroupSeed): Promise<void> {
    this.openGroup(seed);
    await this.clock.advance(this.#durations.launchMs + this.#durations.joinMs);
    this.releaseNext(seed.name);
  }

  /** The group and its first launches; its nodes are there when they have booted and joined. */
  openGroup(seed: GroupSeed): void {
    const templateId = `lt-${seed.name}`;
    this.cloud.images.set('ami-old', { name: 'al2023-1.32.1-20260101', owner: 'amazon' });
    this.cloud.images.set('ami-new', { name: 'al2023-1.32.4-20260501', owner: 'amazon' });
    this.cloud.templates.set(templateId, {
      id: templateId,
      name: seed.name,
      defaultVersion: 1,
      images: ['ami-old'],
    });
    this.cloud.groups.set(seed.name, {
      name: seed.name,
      arn: `arn:aws:autoscaling:eu-central-1:1:autoScalingGroup:x:autoScalingGroupName/${seed.name}`,
      minSize: 0,
      maxSize: seed.maxSize ?? seed.nodes + 5,
      desired: seed.nodes,
      zones: [...(seed.zones ?? ['a', 'b', 'c'])],
      instances: [],
      template: { id: templateId, name: seed.name, version: '$Latest' },
      overrideTemplates: [],
      mixed: false,
      suspendedProcesses: [],
      tags: {},
      targetGroupArns: [...(seed.targetGroupArns ?? [])],
      warmPool: false,
    });
    this.cloud.balance(seed.name);
  }

  /** Infrastructure code makes a newer version of the group's template, with `ami-new`. */
  releaseNext(name: string): void {
    this.cloud.templates.get(`lt-${name}`)?.images.push('ami-new');
  }

  /** A workload with its pods Ready, and its budget if one is named. */
  async seedWorkload(seed: WorkloadSeed): Promise<void> {
    this.openWorkload(seed);
    await this.clock.advance(this.#durations.startMs * (seed.replicas ?? 1) + 1);
  }

  /** The workload and its budget; its pods start by and by. */
  openWorkload(seed: WorkloadSeed): void {
    const kind = seed.kind ?? 'Deployment';
    const meta = { name: seed.name, namespace: seed.namespace ?? 'shop', generation: 1 };
    const spec = {
      replicas: seed.replicas ?? 1,
      selector: { matchLabels: { app: seed.name } },
      template: templateOf(seed),
    };
    if (kind === 'Deployment') {
      const { uid } = this.cluster.objects.put('deployments', {
        kind,
        apiVersion: 'apps/v1',
        metadata: meta,
        spec,
      }).metadata;
      const owner = { apiVersion: 'apps/v1', kind, name: seed.name, uid, controller: true };
      const metadata = { ...meta, name: `${seed.name}-5d9f`, ownerReferences: [owner] };
      this.cluster.objects.put('replicasets', { kind: 'ReplicaSet', apiVersion: 'apps/v1', metadata, spec });
    } else {
      const plural = kind === 'StatefulSet' ? 'statefulsets' : 'daemonsets';
      this.cluster.objects.put(plural, { kind, apiVersion: 'apps/v1', metadata: meta, spec });
    }
    if (seed.minAvailable !== undefined || seed.maxUnavailable !== undefined)
      this.#seedBudget(seed, meta.namespace);
  }

  /** Lets the controllers look again although nothing has changed: what held them up may be over. */
  nudge(): void {
    if (this.#pace) this.#actSoon(this.#pace, 'pods');
    else this.settle();
  }

  /** The laws, until nothing changes any more. Called after every change by itself. */
  settle(): void {
    if (this.#settling) return;
    this.#settling = true;
    try {
      for (let round = 0; round < ROUNDS_MAX; round++) {
        const before = this.cluster.objects.version;
        this.#workloads.reconcile();
        this.kubelets.reconcile();
        this.cluster.recount();
        if (this.cluster.objects.version === before) return;
      }
      throw new Error('the world does not come to rest');
    } finally {
      this.#settling = false;
    }
  }

  /** The laws with their lag: what changed is noticed a little later, budgets by themselves. */
  #actSoon(pace: WorldPace, kind: ListedKind): void {
    if (!this.#budgetsDue && COUNTED.has(kind)) this.#countIn(pace.budgetsMs());
    if (this.#controllersDue || kind === 'poddisruptionbudgets') return;
    this.#controllersDue = true;
    this.clock.after(pace.controllersMs(), () => {
      this.#controllersDue = false;
      this.#workloads.reconcile();
      this.kubelets.reconcile();
    });
  }

  #countIn(ms: number): void {
    this.#budgetsDue = true;
    this.clock.after(ms, () => {
      this.#budgetsDue = false;
      this.cluster.recount();
      const budgets = this.cluster.objects.list('poddisruptionbudgets');
      const remembers = budgets.some(({ status }) => status?.disruptedPods !== undefined);
      if (remembers && !this.#budgetsDue) this.#countIn(RECOUNT_MS);
    });
  }

  #onInstance({ type, instance }: InstanceEvent): void {
    const name = instance.privateDnsName;
    if (type === 'in-service' && !this.deadImages.has(instance.imageId) && this.joins(instance))
      this.clock.after(this.#durations.joinMs, () => this.#join(instance));
    const node = this.cluster.objects.get('nodes', undefined, name);
    if (!node || instanceIdOf(node) !== instance.instanceId) return;
    if (type === 'terminating') this.setReady(name, 'Unknown');
    if (type === 'gone') this.cluster.objects.remove('nodes', undefined, name);
  }

  /** What the node lifecycle controller makes of a kubelet that is heard or not. */
  setReady(name: string, status: 'True' | 'False' | 'Unknown'): void {
    const at = new Date(this.clock.now()).toISOString();
    this.cluster.objects.edit('nodes', undefined, name, (node) => {
      for (const condition of node.status?.conditions ?? [])
        if (condition.type === 'Ready' && condition.status !== status) {
          condition.status = status;
          condition.lastTransitionTime = at;
        }
    });
  }

  /** The kubelet of a machine whose node object somebody deleted is started again: it registers anew, under a new uid. */
  registerAgain(instanceId: string): void {
    const instance = this.cloud.instances.get(instanceId);
    const isTaken = this.cluster.objects
      .list('nodes')
      .some((node) => instanceIdOf(node) === instanceId || node.metadata.name === instance?.privateDnsName);
    if (instance && !isTaken) this.#join(instance);
  }

  #join({ state, privateDnsName, instanceId, zone, imageId }: InstanceState): void {
    if (state !== 'running') return;
    this.cluster.objects.put('nodes', {
      metadata: {
        name: privateDnsName,
        labels: {
          'kubernetes.io/hostname': privateDnsName,
          'topology.kubernetes.io/zone': zone,
          'topology.ebs.csi.aws.com/zone': zone,
        },
      },
      spec: { providerID: `aws:///${zone}/${instanceId}` },
      status: {
        allocatable: { cpu: '1930m', memory: '7000Mi', pods: String(this.roomPerNode) },
        conditions: [{ type: 'Ready', status: 'True' }],
        nodeInfo: { kubeletVersion: imageId === 'ami-new' ? 'v1.32.4' : 'v1.32.1' },
      },
    });
  }

  #seedBudget({ name, minAvailable, maxUnavailable }: WorkloadSeed, namespace: string): void {
    this.cluster.objects.put('poddisruptionbudgets', {
      metadata: { name, namespace, generation: 1 },
      spec: {
        selector: { matchLabels: { app: name } },
        ...(minAvailable === undefined ? {} : { minAvailable }),
        ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
      },
    });
  }
}

/** What the disruption controller counts. */
const COUNTED: ReadonlySet<ListedKind> = new Set([
  'pods',
  'poddisruptionbudgets',
  'replicasets',
  'statefulsets',
]);

const TOLERATES_CORDON = {
  key: 'node.kubernetes.io/unschedulable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

function templateOf(seed: WorkloadSeed): {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: {
    containers: { name: string; image: string }[];
    tolerations?: { operator: string }[];
    terminationGracePeriodSeconds?: number;
    volumes?: { name: string; persistentVolumeClaim: { claimName: string } }[];
  };
} {
  const { name, zone, volume, claim, kind, labels, toleratesCordon, graceSeconds } = seed;
  return {
    metadata: {
      labels: { app: name, ...labels },
      annotations: {
        ...(zone === undefined ? {} : { [ZONE_ANNOTATION]: zone }),
        ...(volume === undefined ? {} : { [VOLUME_ANNOTATION]: volume }),
      },
    },
    spec: {
      containers: [{ name: 'main', image: `registry.example.com/${name}:1` }],
      ...(kind === 'DaemonSet' ? { tolerations: [{ operator: 'Exists' }] } : {}),
      ...(toleratesCordon === true ? { tolerations: [TOLERATES_CORDON] } : {}),
      ...(graceSeconds === undefined ? {} : { terminationGracePeriodSeconds: graceSeconds }),
      ...(claim === undefined
        ? {}
        : { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }] }),
    },
  };
}
