import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { DEFAULT_POLICY } from '../../src/core/plan/patch-policy.ts';

const ENV = {
  DROVER_CONFIG: 'drover.yaml',
  REDIS_URL: 'redis://:hunter2@redis:6379',
  SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
  SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
};

const YAML = `
clusters:
  - name: prod
    connection: { kubeconfig: { file: /etc/kubeconfig, context: prod } }
    channel: C0123ABCDEF
    approvers: { users: [U0AAAAAAA] }
    nodeGroups:
      - { name: workers, autoScalingGroup: prod-workers }
`;

describe('parseConfig', () => {
  it('fills in what is left out', () => {
    const config = good(YAML);

    expect(config).toMatchObject({
      roles: ['gateway', 'engine'],
      time: { scale: 1 },
      slack: { mode: 'http', port: 3000, path: '/slack/events', apiUrl: 'https://slack.com/api/' },
      approval: { expiresMs: 30 * 60_000 },
      lease: { durationMs: 15_000, renewMs: 10_000, retryMs: 2_000 },
      quietPeriodMs: 60_000,
    });
    expect(config.clusters[0]).toMatchObject({
      name: 'prod',
      namespace: 'drover',
      connection: { kind: 'kubeconfig', file: '/etc/kubeconfig', context: 'prod' },
      approvers: { users: ['U0AAAAAAA'], groups: [], needed: 1 },
      requesters: undefined,
    });
    expect(config.clusters[0]?.nodeGroups[0]).toEqual({
      name: 'workers',
      source: { kind: 'auto-scaling-group', name: 'prod-workers' },
      nodeSelector: undefined,
      release: { kind: 'launch-template' },
      policy: DEFAULT_POLICY,
    });
  });

  it('takes metrics from one source of requests, with a choice by workload', () => {
    const withMetrics = (metrics: string): string =>
      YAML.replace('    nodeGroups:', `    metrics: ${metrics}\n    nodeGroups:`);
    const config = good(
      withMetrics(
        '{ cloudWatch: { containerInsights: prod }, metricsServer: true, workloads: { Deployment/a/b: none } }',
      ),
    );

    expect(config.clusters[0]?.metrics).toEqual({
      prometheus: undefined,
      cloudWatch: { region: undefined, containerInsights: 'prod' },
      metricsServer: true,
      workloads: { 'Deployment/a/b': 'none' },
    });
    expect(bad(withMetrics('{ cloudWatch: {}, prometheus: { url: "http://p" } }'))).toEqual([
      expect.stringContaining('must name only one of prometheus and cloudWatch'),
    ]);
    expect(bad(withMetrics('{}'))).toEqual([expect.stringContaining('must name prometheus, cloudWatch')]);
    expect(bad(withMetrics('{ metricsServer: true, workloads: { web: none } }'))).toEqual([
      expect.stringContaining('must be named as Deployment/namespace/name'),
    ]);
    expect(bad(withMetrics('{ metricsServer: true, workloads: { Deployment/a/b: what } }'))).toEqual([
      expect.stringContaining('"what" is not one of'),
    ]);
  });

  it('looks at no alerts unless told to, and then at critical ones', () => {
    const alertsOf = (prometheus: string): unknown =>
      good(YAML.replace('    nodeGroups:', `    metrics: { prometheus: ${prometheus} }\n    nodeGroups:`))
        .clusters[0]?.metrics?.prometheus?.alerts;

    expect(alertsOf('{ url: "http://p" }')).toBeUndefined();
    expect(alertsOf('{ url: "http://p", alerts: { labels: { cluster: prod } } }')).toEqual({
      severities: ['critical'],
      names: [],
      ignore: [],
      labels: { cluster: 'prod' },
    });
  });

  it('reads the place and the port for probes from the environment; what is empty is not there', () => {
    const config = good(YAML, {
      ...ENV,
      NODE_NAME: 'ip-1',
      POD_NAME: ' ',
      DROVER_HEALTH_PORT: '8080',
      SLACK_PORT: '',
      PORT: '4000',
    });

    expect(config).toMatchObject({ healthPort: 8080, place: { nodeName: 'ip-1' }, slack: { port: 4000 } });
    expect(config.place).not.toHaveProperty('podName');
    expect(good(YAML).healthPort).toBeUndefined();
    expect(bad(YAML, { ...ENV, DROVER_HEALTH_PORT: '80800' })).toEqual([
      'DROVER_HEALTH_PORT: must be a port number from 0 to 65535',
    ]);
  });

  it('lays the policy of a group over that of the file, and that over the defaults', () => {
    const config = good(
      `${YAML.replace('prod-workers }', 'prod-workers, policy: { surge: 3, window: 90s } }')}\npolicy: { window: 1m, canaryWindow: 1h30m }\n`,
    );

    expect(config.clusters[0]?.nodeGroups[0]?.policy).toEqual({
      ...DEFAULT_POLICY,
      surge: 3,
      windowMs: 90_000,
      canaryWindowMs: 5_400_000,
    });
  });

  it.each([
    ['latest-version', { kind: 'launch-template' }],
    ['{ version: "7" }', { kind: 'template-version', version: '7' }],
    ['{ version: 7 }', { kind: 'template-version', version: '7' }],
    ['{ ssm: /a/b }', { kind: 'ssm', parameter: '/a/b' }],
  ])('reads the target %s', (target, release) => {
    const config = good(YAML.replace('prod-workers }', `prod-workers, target: ${target} }`));

    expect(config.clusters[0]?.nodeGroups[0]?.release).toEqual(release);
  });

  it.each([
    ['{ inside: true }', { kind: 'inside', pathPrefix: undefined }],
    ['{ inside: { pathPrefix: /tmp/x } }', { kind: 'inside', pathPrefix: '/tmp/x' }],
    ['{ eks: { name: a, region: eu-west-1 } }', { kind: 'eks', name: 'a', region: 'eu-west-1' }],
  ])('reads the connection %s', (connection, expected) => {
    const config = good(YAML.replace(/connection: .*/, `connection: ${connection}`));

    expect(config.clusters[0]?.connection).toEqual(expected);
  });

  it('takes region and cluster name for AWS from an EKS connection', () => {
    const config = good(
      YAML.replace(/connection: .*/, 'connection: { eks: { name: a, region: eu-west-1 } }'),
    );

    expect(config.clusters[0]?.aws).toEqual({ region: 'eu-west-1', eksCluster: 'a' });
  });

  it('lists every problem at once, each with its path', () => {
    const problems = bad(
      `
clusters:
  - name: status
    conection: { inside: true }
    channel: general
    approvers: { needed: 2 }
    nodeGroups:
      - { name: workers, autoScalingGroup: a, target: newest }
      - { name: workers, managedNodeGroup: b, selector: { c: d }, policy: { drainTimout: 5m, window: 5 } }
lease: { renew: 20s }
`,
      { ...ENV, SLACK_BOT_TOKEN: 'abc', REDIS_URL: undefined, SLACK_PORT: 'x' },
    ).join('\n');

    for (const expected of [
      'clusters[0].name (line 3): must not be a word of the command itself',
      'clusters[0] (line 3): has no setting "conection"; did you mean "connection"?',
      'clusters[0].channel (line 5): must be the id of a channel such as C0123ABCDEF, not a name',
      'clusters[0].approvers: must name users or groups',
      'clusters[0].nodeGroups[0].target (line 8): must be latest-version',
      'clusters[0].nodeGroups[1].name: is also clusters[0].nodeGroups[0].name',
      'clusters[0].nodeGroups[1]: must name only one of autoScalingGroup, managedNodeGroup or selector, not managedNodeGroup and selector',
      'clusters[0].nodeGroups[1].policy (line 9): has no setting "drainTimout"; did you mean "drainTimeout"?',
      'clusters[0].nodeGroups[1].policy.window (line 9): must be a duration such as 90s, 15m or 1h30m',
      'lease.renew: must be shorter than lease.duration',
      'SLACK_BOT_TOKEN: must be a token that begins with xoxb-',
      'REDIS_URL: is not set, and neither is REDIS_URL_FILE',
      'SLACK_PORT: must be a port number',
    ])
      expect(problems).toContain(expected);
  });

  it('says where YAML is malformed', () => {
    expect(bad('clusters:\n  - name: prod\n   channel: x\n')[0]).toMatch(
      /^drover\.yaml, line 3, column \d+: /,
    );
  });

  it('refuses a key that stands twice', () => {
    expect(bad('clusters: []\nclusters: []\n').join()).toMatch(/line 2.*unique/);
  });

  it('says that a file cannot be read, beside the problems of the environment', () => {
    const parsed = parseConfig({ ...ENV, REDIS_URL: 'http://redis' }, () => {
      throw new Error('ENOENT: no such file');
    });

    expect(parsed).toEqual({
      ok: false,
      problems: [
        'REDIS_URL: must begin with redis:// or rediss://',
        'DROVER_CONFIG: drover.yaml cannot be read: ENOENT: no such file',
      ],
    });
  });

  it('takes an empty file as one that names no cluster', () => {
    expect(bad('').join()).toContain('clusters');
  });

  it('reads secrets from files', () => {
    const files: Record<string, string> = { 'drover.yaml': YAML, '/run/token': 'xoxb-from-file\n' };
    const parsed = parseConfig(
      { ...ENV, SLACK_BOT_TOKEN: undefined, SLACK_BOT_TOKEN_FILE: '/run/token' },
      (path) => files[path] ?? '',
    );

    expect(parsed.ok && parsed.config.slack.botToken.reveal()).toBe('xoxb-from-file');
  });

  it('refuses a secret that is given twice', () => {
    expect(bad(YAML, { ...ENV, REDIS_URL_FILE: '/run/redis' }).join()).toContain(
      'REDIS_URL_FILE: is set beside REDIS_URL',
    );
  });

  it('takes two signing secrets while one is being changed', () => {
    const { slack } = good(YAML, { ...ENV, SLACK_SIGNING_SECRET: 'new1, old2' });

    expect(slack.signingSecrets.map((secret) => secret.reveal())).toEqual(['new1', 'old2']);
  });

  it('chooses Socket Mode when only its token is there', () => {
    const { slack } = good(YAML, { ...ENV, SLACK_SIGNING_SECRET: undefined, SLACK_APP_TOKEN: 'xapp-1-abc' });

    expect(slack.mode).toBe('socket');
  });

  it('asks for the credentials of the mode that the file names', () => {
    expect(bad(`${YAML}slack: { mode: socket }\n`).join()).toContain('SLACK_APP_TOKEN: is not set');
  });

  it('reads the scale of time', () => {
    expect(good(YAML, { ...ENV, DROVER_TIME_SCALE: '20@2026-01-01T00:00:00Z' }).time).toEqual({
      scale: 20,
      anchor: Date.UTC(2026, 0, 1),
    });
    for (const wrong of ['20', 'fast', '-1@2026-01-01T00:00:00Z', '20@yesterday', '0'])
      expect(bad(YAML, { ...ENV, DROVER_TIME_SCALE: wrong }).join()).toContain('DROVER_TIME_SCALE: must be');
  });

  it('knows its roles', () => {
    expect(good(YAML, { ...ENV, DROVER_ROLES: 'engine' }).roles).toEqual(['engine']);
    expect(bad(YAML, { ...ENV, DROVER_ROLES: 'enigne' }).join()).toContain(
      'there is no role "enigne"; did you mean "engine"?',
    );
  });

  it('cannot be changed afterwards', () => {
    const config = good(YAML);

    expect(() => {
      (config.clusters as unknown[]).push({});
    }).toThrow(TypeError);
  });

  it('shows no secret, however it is printed', () => {
    const config = good(YAML);

    const shown = `${inspect(config, { depth: 9 })} ${JSON.stringify(config)} ${String(config.redisUrl)}`;
    for (const secret of ['hunter2', 'xoxb-', '8f742231']) expect(shown).not.toContain(secret);
  });
});

function good(yaml: string, env: Record<string, string | undefined> = ENV): Config {
  const parsed = parseConfig(env, () => yaml);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return parsed.config;
}

function bad(yaml: string, env: Record<string, string | undefined> = ENV): readonly string[] {
  const parsed = parseConfig(env, () => yaml);
  if (parsed.ok) throw new Error('it was taken');
  return parsed.problems;
}
