/** A quota of the region for running instances of a kind that the group launches, in vCPUs. */
export interface VcpuQuota {
  readonly code: string;
  readonly limit: number;
  readonly used: number;
  /** Of the group's largest instance under this quota. */
  readonly perInstance: number;
}
