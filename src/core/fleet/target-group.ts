import type { Meta } from './meta.ts';

/** A TargetGroupBinding of the AWS load balancer controller: which Service is behind which target group. */
export interface TargetGroupBinding {
  readonly metadata: Meta;
  readonly spec: {
    readonly serviceRef: { readonly name: string };
    readonly targetGroupARN?: string;
    /** `ip`: the load balancer sends to pods. `instance`: to nodes. */
    readonly targetType?: string;
  };
}

/** A load balancer's target group with what it thinks of its targets. */
export interface TargetGroup {
  readonly arn: string;
  /** How long it lets a target finish after its removal. */
  readonly deregistrationSeconds: number;
  readonly targets: readonly TargetHealth[];
}

export interface TargetHealth {
  /** An instance id or an address. */
  readonly id: string;
  /** healthy, unhealthy, initial, draining, unused, unavailable. */
  readonly state: string;
  /** `Target.FailedHealthChecks` … */
  readonly reason?: string;
}
