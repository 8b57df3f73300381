/** An EKS health issue, of a cluster or of a managed node group. */
export interface HealthIssue {
  readonly code: string;
  readonly message: string;
  readonly resourceIds: readonly string[];
}

/** What EKS says of a cluster. */
export interface EksClusterState {
  /** ACTIVE, UPDATING, CREATING, FAILED … */
  readonly status: string;
  readonly issues: readonly HealthIssue[];
  /** Updates under way: VersionUpdate, AddonUpdate … */
  readonly updates: readonly { readonly type: string; readonly addon?: string }[];
}

/** What EKS says of a managed node group. */
export interface ManagedGroupState {
  readonly name: string;
  readonly status: string;
  readonly issues: readonly HealthIssue[];
  /** EKS replaces nodes that it finds sick. */
  readonly autoRepair: boolean;
}
