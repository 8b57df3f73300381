import type { PatchPolicy } from '../core/plan/patch-policy.ts';
import type { ReleaseSource } from '../ports/node-groups.ts';
import type { Secret } from './secret.ts';

/** Everything drover is told from outside, checked and frozen. Durations are milliseconds. */
export interface Config {
  readonly roles: readonly Role[];
  readonly time: TimeScaleConfig;
  readonly redisUrl: Secret;
  readonly slack: SlackConfig;
  readonly auditFile: string | undefined;
  /** The port of the kubelet's probes; undefined: none. */
  readonly healthPort: number | undefined;
  readonly place: { readonly nodeName?: string; readonly podName?: string };
  readonly approval: { readonly expiresMs: number };
  readonly lease: LeaseConfig;
  /** Real time between a halt and an uncordon: longer than a request's deadline and the lease together. */
  readonly quietPeriodMs: number;
  readonly clusters: readonly ClusterConfig[];
}

/** `gateway`: speaks with Slack, has no rights. `engine`: acts, has no public port. */
export type Role = 'gateway' | 'engine';

/** Product time = anchor + scale x (real - anchor), epoch ms. */
export interface TimeScaleConfig {
  readonly scale: number;
  readonly anchor: number;
}

export type SlackConfig = {
  readonly apiUrl: string;
  readonly botToken: Secret;
  readonly teamId: string | undefined;
} & (
  | {
      readonly mode: 'http';
      readonly port: number;
      readonly path: string;
      /** The current one first; a second one while it is being changed. */
      readonly signingSecrets: readonly Secret[];
    }
  | { readonly mode: 'socket'; readonly appToken: Secret; readonly signingSecrets: readonly Secret[] }
);

interface LeaseConfig {
  readonly durationMs: number;
  readonly renewMs: number;
  readonly retryMs: number;
}

export interface ClusterConfig {
  readonly name: string;
  readonly connection: ConnectionConfig;
  /** drover's own namespace in this cluster. */
  readonly namespace: string;
  /** The id of the channel that its rollouts are told in. */
  readonly channel: string;
  /** Undefined: everyone in the channel may ask. */
  readonly requesters: PeopleConfig | undefined;
  readonly approvers: PeopleConfig & { readonly needed: number };
  /** Who may pause, resume, halt and abort beside requester and approvers. */
  readonly operators: PeopleConfig | undefined;
  readonly aws: { readonly region: string | undefined; readonly eksCluster: string | undefined };
  /** Undefined: only what Kubernetes itself shows is judged. */
  readonly metrics: MetricsConfig | undefined;
  readonly nodeGroups: readonly NodeGroupConfig[];
}

/** Where a cluster's metrics come from: at least one source is there. */
export interface MetricsConfig {
  /** Requests and resources. */
  readonly prometheus: PrometheusConfig | undefined;
  /** Requests by target group, memory by Container Insights. Not beside Prometheus. */
  readonly cloudWatch:
    | { readonly region: string | undefined; readonly containerInsights: string | undefined }
    | undefined;
  /** Memory alone, where the other source does not tell it. */
  readonly metricsServer: boolean;
  /** What tells of a workload's requests, in the words of the annotation, by `Deployment/shop/cart`. */
  readonly workloads: Readonly<Record<string, string>>;
}

/** Secrets stand in files, so that they can be renewed while drover runs. */
export interface PrometheusConfig {
  readonly url: string;
  readonly scrapeMs: number;
  readonly labels: { readonly namespace: string; readonly pod: string; readonly node: string };
  /** Which alerts ask for a person; undefined: none is looked at. */
  readonly alerts: AlertsConfig | undefined;
  readonly tenant: string | undefined;
  readonly login: MetricsLogin;
  readonly tls: {
    readonly caFile: string | undefined;
    readonly certFile: string | undefined;
    readonly keyFile: string | undefined;
  };
}

interface AlertsConfig {
  readonly severities: readonly string[];
  /** Of any severity, in any namespace. */
  readonly names: readonly string[];
  readonly ignore: readonly string[];
  /** Labels that an alert must have: one Prometheus may know several clusters. */
  readonly labels: Readonly<Record<string, string>>;
}

export type MetricsLogin =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly tokenFile: string }
  | { readonly kind: 'basic'; readonly user: string; readonly passwordFile: string }
  | { readonly kind: 'sigv4'; readonly region: string };

export type ConnectionConfig =
  | { readonly kind: 'kubeconfig'; readonly file: string; readonly context: string | undefined }
  | { readonly kind: 'inside'; readonly pathPrefix: string | undefined }
  | { readonly kind: 'eks'; readonly name: string; readonly region: string };

/** Slack ids of users and of user groups. */
interface PeopleConfig {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

export interface NodeGroupConfig {
  readonly name: string;
  readonly source: NodeGroupSource;
  /** Labels that tell the group's nodes from others; undefined: by the instances of the Auto Scaling group. */
  readonly nodeSelector: Readonly<Record<string, string>> | undefined;
  readonly release: ReleaseSource;
  readonly policy: PatchPolicy;
}

export type NodeGroupSource =
  | { readonly kind: 'auto-scaling-group'; readonly name: string }
  | { readonly kind: 'managed-node-group'; readonly name: string }
  /** Nodes of another owner (Karpenter, Fargate), told by their labels alone: preflight runs, a start is refused. */
  | { readonly kind: 'selector' };
