import type { WorldClock } from '../../clock.ts';
import type { Identities } from '../cloud/identity.ts';
import type { TemplateReference } from '../cloud/launch-template.ts';

export interface HealthIssue {
  readonly code: string;
  readonly message: string;
  readonly resourceIds: readonly string[];
}

export interface EksCluster {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  version: string;
  platformVersion: string;
  /** Where the cluster's API really is; given by whoever assembles the world. */
  endpoint: string;
  /** Base64 of the PEM certificate authority. */
  certificateAuthority: string;
  status: 'CREATING' | 'ACTIVE' | 'DELETING' | 'FAILED' | 'UPDATING';
  authenticationMode: 'API' | 'API_AND_CONFIG_MAP';
  readonly subnetIds: readonly string[];
  readonly vpcId: string;
  readonly issues: HealthIssue[];
  readonly tags: Map<string, string>;
  readonly nodegroups: Map<string, Nodegroup>;
  readonly fargateProfiles: Map<string, FargateProfile>;
  readonly addons: Map<string, Addon>;
  readonly updates: Map<string, EksUpdate>;
  readonly accessEntries: Map<string, AccessEntry>;
}

/** Who an IAM principal is inside the cluster. */
export interface AccessEntry {
  readonly principalArn: string;
  readonly username: string;
  readonly groups: readonly string[];
}

export interface Nodegroup {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  modifiedAt: number;
  version: string;
  releaseVersion: string;
  status: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | 'CREATE_FAILED' | 'DELETE_FAILED' | 'DEGRADED';
  readonly amiType: string;
  readonly instanceTypes: readonly string[];
  readonly subnetIds: readonly string[];
  readonly autoScalingGroupName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
  maxUnavailable: number;
  readonly updateStrategy: 'DEFAULT' | 'MINIMAL';
  /** Set if the group was made with a template of the user's own. */
  launchTemplate: TemplateReference | undefined;
  readonly issues: HealthIssue[];
  readonly tags: Map<string, string>;
}

export interface Addon {
  readonly name: string;
  readonly arn: string;
  readonly version: string;
  readonly createdAt: number;
  status: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DEGRADED' | 'DELETING' | 'UPDATE_FAILED';
}

export interface FargateProfile {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly status: 'CREATING' | 'ACTIVE' | 'DELETING';
  readonly subnetIds: readonly string[];
  readonly selectors: readonly {
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  }[];
}

export interface EksUpdate {
  readonly id: string;
  readonly type: 'VersionUpdate' | 'ConfigUpdate' | 'AddonUpdate';
  readonly nodegroup: string | undefined;
  readonly addon: string | undefined;
  readonly createdAt: number;
  readonly params: readonly { readonly type: string; readonly value: string }[];
  status: 'InProgress' | 'Failed' | 'Cancelled' | 'Successful';
  readonly errors: {
    readonly errorCode: string;
    readonly errorMessage: string;
    readonly resourceIds: readonly string[];
  }[];
  readonly token: string | undefined;
}

/** The EKS clusters of the account with what belongs to them. */
export class EksBook {
  readonly #clock: WorldClock;
  readonly #identities: Identities;
  readonly #clusters = new Map<string, EksCluster>();

  constructor(clock: WorldClock, identities: Identities) {
    this.#clock = clock;
    this.#identities = identities;
  }

  add(cluster: EksCluster): void {
    this.#clusters.set(cluster.name, cluster);
  }

  get(name: string): EksCluster | undefined {
    return this.#clusters.get(name);
  }

  all(): readonly EksCluster[] {
    return [...this.#clusters.values()];
  }

  /** Records an update that begins now. */
  beginUpdate(
    cluster: EksCluster,
    draft: Pick<EksUpdate, 'type' | 'params'> & {
      nodegroup?: string;
      addon?: string;
      token?: string | undefined;
    },
  ): EksUpdate {
    const update: EksUpdate = {
      id: this.#identities.uuid(),
      type: draft.type,
      nodegroup: draft.nodegroup,
      addon: draft.addon,
      createdAt: this.#clock.now(),
      params: draft.params,
      status: 'InProgress',
      errors: [],
      token: draft.token,
    };
    cluster.updates.set(update.id, update);
    return update;
  }
}
