import type { WorldClock } from '../../clock.ts';
import type { ImageBook, MachineFeed } from '../../machines.ts';
import type { Random } from '../../random.ts';
import { MetricBook } from '../cloudwatch/metric-book.ts';
import { EksBook } from '../eks/eks-book.ts';
import { TargetGroupBook } from '../elb/target-group-book.ts';
import { QuotaBook } from '../quotas/quota-book.ts';
import { GroupBook } from '../scaling/group-book.ts';
import { type CloudBuilder, createBuilder } from './cloud-builder.ts';
import type { CloudState } from './cloud-state.ts';
import { CapacityBook } from './capacity-book.ts';
import { createIdentities } from './identity.ts';
import { ImageCatalogue } from './image-catalogue.ts';
import { InstanceBook } from './instance-book.ts';
import { LaunchTemplateBook } from './launch-template-book.ts';
import { ParameterBook } from './parameter-book.ts';
import { type CloudSettings, DEFAULT_SETTINGS } from './settings.ts';
import { SubnetBook } from './subnet-book.ts';

export interface CloudOptions {
  readonly clock: WorldClock;
  readonly random: Random;
  /** Shared with the kubelets: what is added here can be booted. */
  readonly images: ImageBook;
  /** `us-east-1` if left out. */
  readonly region?: string;
  /** `111122223333` if left out. */
  readonly accountId?: string;
  readonly settings?: Partial<CloudSettings>;
}

/** The account of the world: its state, what scenarios build it with, and the machines it runs. */
export interface Cloud extends CloudState, CloudBuilder, MachineFeed {
  /** Changes the cloud's durations from now on; the beats of health checks and balancing keep theirs. */
  configure(settings: Partial<CloudSettings>): void;
  /** What a managed update calls to empty a node before it terminates its instance; resolves to false on failure. */
  onDrain(drain: (instanceId: string) => Promise<boolean>): void;
  /** Ends the beats; instances and groups stay as they are. */
  stop(): void;
}

export function createCloud(options: CloudOptions): Cloud {
  const state = createState(options);
  return {
    ...state,
    ...createBuilder(state),
    machines: () => state.instances.machines(),
    subscribe: (listener) => state.instances.subscribe(listener),
    stop: () => state.groups.stop(),
  };
}

function createState(options: CloudOptions): CloudState & Pick<Cloud, 'configure' | 'onDrain'> {
  const { clock, random, region = 'us-east-1', accountId = '111122223333' } = options;
  let settings: CloudSettings = { ...DEFAULT_SETTINGS, ...options.settings };
  let drain = async (_instanceId: string): Promise<boolean> => true;
  const read = (): CloudSettings => settings;
  const identities = createIdentities(random.stream('ids'));
  const images = new ImageCatalogue(options.images);
  const subnets = new SubnetBook(clock, settings.addressRestMs);
  const capacity = new CapacityBook();
  const parameters = new ParameterBook(clock);
  const templates = new LaunchTemplateBook(clock, identities);
  const targetGroups = new TargetGroupBook(clock, read);
  const launchWorld = { region, images, subnets, capacity, parameters };
  const quotas = new QuotaBook();
  const instances = new InstanceBook({ ...launchWorld, clock, identities, quotas, settings: read });
  const scaling = {
    clock,
    random: random.stream('scaling'),
    identities,
    instances,
    templates,
    subnets,
    targetGroups,
    settings: read,
  };
  const groups = new GroupBook(scaling);
  return {
    ...launchWorld,
    clock,
    accountId,
    identities,
    instances,
    templates,
    groups,
    targetGroups,
    metrics: new MetricBook(clock),
    quotas,
    eks: new EksBook(clock, identities),
    settings: read,
    managedUpdates: { scaling: groups.world, drainNode: (instanceId) => drain(instanceId) },
    configure: (changes) => {
      settings = { ...settings, ...changes };
    },
    onDrain: (hook) => {
      drain = hook;
    },
  };
}
