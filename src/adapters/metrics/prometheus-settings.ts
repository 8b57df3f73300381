/** Where a Prometheus (or Thanos, Mimir, Amazon's) is, and how it is asked. */
export interface PrometheusSettings {
  /** Up to where `/api/v1` begins: `http://prometheus.monitoring:9090`, with a path before it where there is one. */
  readonly url: string;
  /** How often it looks at pods, ms of its own time. */
  readonly scrapeMs: number;
  /** How it calls a pod's namespace and name. */
  readonly labels: { readonly namespace: string; readonly pod: string };
  /** `X-Scope-OrgID` of Mimir and Cortex. */
  readonly tenant: string | undefined;
  readonly login: PrometheusLogin;
  readonly tls: {
    readonly caFile: string | undefined;
    readonly certFile: string | undefined;
    readonly keyFile: string | undefined;
  };
}

/** Secrets stand in files, which are read at each request: they may be renewed at any time. */
export type PrometheusLogin =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly tokenFile: string }
  | { readonly kind: 'basic'; readonly user: string; readonly passwordFile: string }
  /** Amazon Managed Service for Prometheus. */
  | { readonly kind: 'sigv4'; readonly region: string };
