import type { NodeTaint } from '../../machines.ts';
import type { LaunchTemplateData } from './launch-template.ts';

export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

/** EC2's numbers for the states. */
export const STATE_CODES: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** The version of a template that an instance was really launched from: always a number. */
export interface UsedTemplate {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

export interface Instance {
  readonly instanceId: string;
  readonly reservationId: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly privateIp: string;
  readonly privateDnsName: string;
  readonly launchedAt: number;
  /** World instant from which Describe answers hold it. */
  readonly visibleAt: number;
  readonly template: UsedTemplate | undefined;
  readonly data: LaunchTemplateData;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly nodeTaints: readonly NodeTaint[];
  readonly tags: Map<string, string>;
  state: InstanceState;
  /** When it was last powered on; undefined: never yet. */
  runningSince: number | undefined;
  /** False: its status checks fail, which a group's health check sees. */
  healthy: boolean;
  stateReason: { readonly code: string; readonly message: string } | undefined;
  /** `User initiated (2026-01-01 00:00:00 GMT)`, or empty. */
  transitionReason: string;
  terminatedAt: number | undefined;
}

/** What is to be launched, and where. */
export interface LaunchRequest {
  readonly data: LaunchTemplateData;
  readonly template: UsedTemplate | undefined;
  /** Overrides the data's own. */
  readonly instanceType?: string;
  readonly subnetId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Into a warm pool: the instance is made, and stays stopped. */
  readonly stopped?: boolean;
  /** World instant: the instance has been running since then, which is how a world begins. */
  readonly runningSince?: number;
}

export type LaunchResult =
  | { readonly kind: 'launched'; readonly instance: Instance }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };
