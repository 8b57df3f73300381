import { DEFAULT_POLICY } from '../core/plan/patch-policy.ts';
import type { PatchPolicy } from '../core/plan/patch-policy.ts';
import type { ReleaseSource } from '../ports/node-groups.ts';
import type {
  ClusterConfig,
  Config,
  ConnectionConfig,
  MetricsConfig,
  MetricsLogin,
  NodeGroupConfig,
  NodeGroupSource,
  PrometheusConfig,
  SlackConfig,
} from './config.ts';
import { withPolicySettings } from './policy-settings.ts';
import type { Problem } from './problem.ts';
import type { EnvironmentSettings } from './read-environment.ts';
import type { Secret } from './secret.ts';
import type { ClusterSettings, NodeGroupSettings, Settings } from './settings-schema.ts';

/** File and environment as one; what is missing for the roles and the mode is a problem. */
export function toConfig(
  settings: Settings,
  environment: EnvironmentSettings,
  problems: Problem[],
): Config | undefined {
  const slack = slackOf(settings, environment, problems);
  const redisUrl = need(environment.redisUrl, 'REDIS_URL', problems);
  if (!slack || !redisUrl) return undefined;
  return {
    roles: environment.roles,
    time: environment.time,
    redisUrl,
    slack,
    auditFile: environment.auditFile ?? settings.audit.file,
    healthPort: environment.healthPort,
    place: environment.place,
    approval: { expiresMs: settings.approval.expires },
    lease: {
      durationMs: settings.lease.duration,
      renewMs: settings.lease.renew,
      retryMs: settings.lease.retry,
    },
    quietPeriodMs: settings.quietPeriod,
    clusters: clustersOf(settings),
  };
}

/** The clusters with their node groups; each group's policy is the general one with its own changes. */
export function clustersOf(settings: Settings): readonly ClusterConfig[] {
  const policy = withPolicySettings(DEFAULT_POLICY, settings.policy);
  return settings.clusters.map((cluster) => clusterOf(cluster, policy));
}

function need(secret: Secret | undefined, name: string, problems: Problem[]): Secret | undefined {
  if (!secret && !problems.some(({ path }) => path.startsWith(name)))
    problems.push({ path: name, message: `is not set, and neither is ${name}_FILE` });
  return secret;
}

function slackOf(
  settings: Settings,
  environment: EnvironmentSettings,
  problems: Problem[],
): SlackConfig | undefined {
  const botToken = need(environment.botToken, 'SLACK_BOT_TOKEN', problems);
  const common = { apiUrl: environment.slackApiUrl, teamId: settings.slack.teamId };
  const { signingSecrets } = environment;
  if (slackMode(settings, environment) === 'socket') {
    const appToken = need(environment.appToken, 'SLACK_APP_TOKEN', problems);
    return botToken && appToken && { ...common, botToken, mode: 'socket', appToken, signingSecrets };
  }
  const secret = need(signingSecrets[0], 'SLACK_SIGNING_SECRET', problems);
  const { path } = settings.slack;
  return (
    botToken &&
    secret && { ...common, botToken, mode: 'http', port: environment.slackPort, path, signingSecrets }
  );
}

/** As the file says; else by the credentials that are there. */
function slackMode(settings: Settings, environment: EnvironmentSettings): 'http' | 'socket' {
  const onlySocket = environment.appToken !== undefined && environment.signingSecrets.length === 0;
  return settings.slack.mode ?? (onlySocket ? 'socket' : 'http');
}

function clusterOf(cluster: ClusterSettings, policy: PatchPolicy): ClusterConfig {
  const { eks } = cluster.connection;
  return {
    name: cluster.name,
    connection: connectionOf(cluster.connection),
    namespace: cluster.namespace,
    channel: cluster.channel,
    requesters: cluster.requesters,
    approvers: cluster.approvers,
    operators: cluster.operators,
    aws: { region: cluster.aws?.region ?? eks?.region, eksCluster: cluster.aws?.eksCluster ?? eks?.name },
    metrics: metricsOf(cluster.metrics),
    nodeGroups: cluster.nodeGroups.map((group) => nodeGroupOf(group, policy)),
  };
}

function metricsOf(metrics: ClusterSettings['metrics']): MetricsConfig | undefined {
  if (!metrics) return undefined;
  const { prometheus, cloudWatch, metricsServer, workloads } = metrics;
  return {
    prometheus: prometheus && prometheusOf(prometheus),
    cloudWatch: cloudWatch && {
      region: cloudWatch.region,
      containerInsights: cloudWatch.containerInsights,
    },
    metricsServer,
    workloads,
  };
}

type PrometheusSettings = NonNullable<NonNullable<ClusterSettings['metrics']>['prometheus']>;

function prometheusOf({
  url,
  scrapeInterval,
  labels,
  alerts,
  tenant,
  login,
  tls,
}: PrometheusSettings): PrometheusConfig {
  return { url, scrapeMs: scrapeInterval, labels, alerts, tenant, login: loginOf(login), tls: tlsOf(tls) };
}

function tlsOf({ caFile, certFile, keyFile }: PrometheusSettings['tls']): PrometheusConfig['tls'] {
  return { caFile, certFile, keyFile };
}

function loginOf(login: PrometheusSettings['login']): MetricsLogin {
  if (login?.bearerTokenFile !== undefined) return { kind: 'bearer', tokenFile: login.bearerTokenFile };
  if (login?.basic) return { kind: 'basic', ...login.basic };
  if (login?.sigv4) return { kind: 'sigv4', ...login.sigv4 };
  return { kind: 'none' };
}

function connectionOf({ kubeconfig, inside, eks }: ClusterSettings['connection']): ConnectionConfig {
  if (kubeconfig) return { kind: 'kubeconfig', file: kubeconfig.file, context: kubeconfig.context };
  if (eks) return { kind: 'eks', name: eks.name, region: eks.region };
  return { kind: 'inside', pathPrefix: typeof inside === 'object' ? inside.pathPrefix : undefined };
}

function nodeGroupOf(group: NodeGroupSettings, policy: PatchPolicy): NodeGroupConfig {
  return {
    name: group.name,
    source: sourceOf(group),
    nodeSelector: group.nodeSelector ?? group.selector ?? managedLabels(group),
    release: releaseOf(group.target),
    policy: withPolicySettings(policy, group.policy),
  };
}

function sourceOf({ autoScalingGroup, managedNodeGroup }: NodeGroupSettings): NodeGroupSource {
  if (autoScalingGroup !== undefined) return { kind: 'auto-scaling-group', name: autoScalingGroup };
  if (managedNodeGroup !== undefined) return { kind: 'managed-node-group', name: managedNodeGroup };
  return { kind: 'selector' };
}

function releaseOf(target: NodeGroupSettings['target']): ReleaseSource {
  if (target === 'latest-version') return { kind: 'launch-template' };
  if ('version' in target) return { kind: 'template-version', version: target.version };
  return { kind: 'ssm', parameter: target.ssm };
}

/** EKS labels the nodes of a managed node group with its name. */
function managedLabels({
  managedNodeGroup,
}: NodeGroupSettings): Readonly<Record<string, string>> | undefined {
  return managedNodeGroup === undefined ? undefined : { 'eks.amazonaws.com/nodegroup': managedNodeGroup };
}
