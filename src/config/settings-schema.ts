import { z } from 'zod';
import { policySettings } from './policy-settings.ts';
import { duration, strict, timeout } from './setting-types.ts';

/** Words of `/patch` that a cluster must not be called by: `/patch status workers` would be read as the verb. */
const RESERVED_NAMES: readonly string[] =
  'plan status pause resume abort halt retry skip rollback history schedule approvals approve reject cancel who help'.split(
    ' ',
  );

const NAME_MAX = 50;

const name = z
  .string()
  .max(NAME_MAX, `must have at most ${NAME_MAX} characters`)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'must be lower-case letters, digits and dashes');

const slackId = (kind: string, pattern: RegExp, example: string): z.ZodString =>
  z.string().regex(pattern, `must be the id of a ${kind} such as ${example}, not a name`);

const channel = slackId('channel', /^[CG][A-Z0-9]{2,}$/, 'C0123ABCDEF');
const user = slackId('user', /^[UW][A-Z0-9]{2,}$/, 'U0123ABCDEF');
const userGroup = slackId('user group', /^S[A-Z0-9]{2,}$/, 'S0123ABCDEF');

const people = { users: z.array(user).default([]), groups: z.array(userGroup).default([]) };
const labels = z.record(z.string(), z.string());
const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'must be the name of a label');
const text = z.string().min(1, 'must not be empty');

const connection = strict({
  kubeconfig: strict({ file: text, context: text.optional() }).optional(),
  inside: z.union([z.literal(true), strict({ pathPrefix: text })], { error: 'must be true' }).optional(),
  eks: strict({ name: text, region: text }).optional(),
});

const target = z.union(
  [
    z.literal('latest-version'),
    strict({ version: z.union([z.string().regex(/^[1-9]\d*$/), z.int().positive()]).transform(String) }),
    strict({ ssm: z.string().startsWith('/') }),
  ],
  { error: 'must be latest-version, {version: "7"} or {ssm: "/path/of/a/parameter"}' },
);

const nodeGroup = strict({
  name,
  autoScalingGroup: text.optional(),
  managedNodeGroup: text.optional(),
  selector: labels.optional(),
  target: target.default('latest-version'),
  nodeSelector: labels.optional(),
  policy: policySettings.optional(),
});

const login = strict({
  bearerTokenFile: text.optional(),
  basic: strict({ user: text, passwordFile: text }).optional(),
  sigv4: strict({ region: text }).optional(),
});

const prometheus = strict({
  url: z.url({ protocol: /^https?$/, error: 'must be an address such as http://prometheus:9090' }),
  scrapeInterval: timeout.default(30_000),
  labels: strict({
    namespace: labelName.default('namespace'),
    pod: labelName.default('pod'),
    node: labelName.default('node'),
  }).prefault({}),
  tenant: text.optional(),
  login: login.optional(),
  alerts: strict({
    severities: z.array(text).default(['critical']),
    names: z.array(text).default([]),
    ignore: z.array(text).default([]),
    labels: z.record(labelName, z.string()).default({}),
  }).optional(),
  tls: strict({ caFile: text.optional(), certFile: text.optional(), keyFile: text.optional() }).prefault({}),
});

const cloudWatch = strict({ region: text.optional(), containerInsights: text.optional() });

const metrics = strict({
  prometheus: prometheus.optional(),
  cloudWatch: cloudWatch.optional(),
  metricsServer: z.boolean().default(false),
  workloads: labels.default({}),
});

const cluster = strict({
  name: name.refine((value) => !RESERVED_NAMES.includes(value), {
    error: 'must not be a word of the command itself',
  }),
  connection,
  namespace: name.default('drover'),
  channel,
  requesters: strict(people).optional(),
  approvers: strict({ ...people, needed: z.int().min(1).max(10).default(1) }),
  operators: strict(people).optional(),
  aws: strict({ region: text.optional(), eksCluster: text.optional() }).optional(),
  metrics: metrics.optional(),
  nodeGroups: z.array(nodeGroup).min(1, 'must name at least one node group'),
});

/** The configuration file. What concerns several settings at once is checked in check-settings.ts. */
export const settingsSchema = strict({
  clusters: z.array(cluster).min(1, 'must name at least one cluster'),
  policy: policySettings.optional(),
  approval: strict({ expires: timeout.default(30 * 60_000) }).prefault({}),
  lease: strict({
    duration: timeout.default(15_000),
    renew: timeout.default(10_000),
    retry: timeout.default(2_000),
  }).prefault({}),
  quietPeriod: duration.default(60_000),
  slack: strict({
    mode: z.enum(['http', 'socket']).optional(),
    path: z.string().startsWith('/').default('/slack/events'),
    teamId: slackId('workspace', /^[TE][A-Z0-9]{2,}$/, 'T0123ABCDEF').optional(),
  }).prefault({}),
  audit: strict({ file: text.optional() }).prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;
export type ClusterSettings = Settings['clusters'][number];
export type NodeGroupSettings = ClusterSettings['nodeGroups'][number];
