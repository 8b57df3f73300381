import type { Condition, Meta } from './meta.ts';

export interface Taint {
  readonly key: string;
  readonly value?: string;
  /** NoSchedule, PreferNoSchedule, NoExecute; or one that is not known here. */
  readonly effect: string;
  readonly timeAdded?: string;
}

/** A Kubernetes worker. */
export interface Node {
  readonly metadata: Meta;
  readonly spec?: {
    readonly providerID?: string;
    readonly unschedulable?: boolean;
    readonly taints?: readonly Taint[];
  };
  readonly status?: {
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly capacity?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly nodeInfo?: {
      readonly kubeletVersion?: string;
      readonly osImage?: string;
      readonly kernelVersion?: string;
    };
  };
}

const ZONE_LABELS = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];

/** Ready is only the word True: Unknown is a node that nobody has heard of for a while. */
export function isReady(node: Node): boolean {
  return node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

export function isCordoned(node: Node): boolean {
  return node.spec?.unschedulable === true;
}

export function zoneOf(node: Node): string | undefined {
  return ZONE_LABELS.map((label) => node.metadata.labels?.[label]).find((zone) => zone !== undefined);
}

/** The EC2 instance under a node, from `aws:///<zone>/<instance id>`; undefined for other providers and for none. */
export function instanceIdOf(node: Node): string | undefined {
  return /^aws:\/\/\/[^/]*\/(i-[0-9a-z]+)$/.exec(node.spec?.providerID ?? '')?.[1];
}
