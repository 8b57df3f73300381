/** The region's quota for running instances of the group's kind, in vCPUs. */
export interface VcpuQuota {
  readonly code: string;
  readonly limit: number;
  readonly used: number;
  /** Of one instance of the group. */
  readonly perInstance: number;
}
