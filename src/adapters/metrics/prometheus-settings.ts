/** Where a Prometheus (or Thanos, Mimir, Amazon's) is, and how it is asked. */
export interface PrometheusSettings {
  /** Up to where `/api/v1` begins: `http://prometheus.monitoring:9090`, with a path before it where there is one. */
  readonly url: string;
  /** How often it looks at pods, ms of its own time. */
  readonly scrapeMs: number;
  /** How it calls a pod's namespace and name. */
  readonly labels: { readonly namespace: string; readonly pod: string; readonly node: string };
  /** Which alerts are looked at; undefined: none. */
  readonly alerts: AlertChoice | undefined;
  /** `X-Scope-OrgID` of Mimir and Cortex. */
  readonly tenant: string | undefined;
  readonly login: PrometheusLogin;
  readonly tls: {
    readonly caFile: string | undefined;
    readonly certFile: string | undefined;
    readonly keyFile: string | undefined;
  };
}

/** Alerts of these severities in the namespaces that are asked about, and those of these names wherever they fire. */
export interface AlertChoice {
  readonly severities: readonly string[];
  readonly names: readonly string[];
  readonly ignore: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Secrets stand in files, which are read at each request: they may be renewed at any time. */
export type PrometheusLogin =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly tokenFile: string }
  | { readonly kind: 'basic'; readonly user: string; readonly passwordFile: string }
  /** Amazon Managed Service for Prometheus. */
  | { readonly kind: 'sigv4'; readonly region: string };
