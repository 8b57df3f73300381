import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';
import { isOnPath } from '../run/skips.ts';
import { ROOT } from './a-copy.ts';
import { deploymentsOf, readKustomization } from './manifest-documents.ts';
import type { Container, Deployment, Labels, PodSpec } from './manifest-documents.ts';

const { resources, documents } = readKustomization('base');
const deployments = deploymentsOf(documents);
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** Pod, container, and which they are, for tests of each. */
const PODS = deployments.map((one) => {
  const pod = one.spec.template.spec;
  return [one.metadata.name, pod, pod.containers[0] as Container, one] as const;
});
const OURS = PODS.filter(([name]) => name !== 'drover-redis');

describe('the base', () => {
  it('names every file that is in its folder', () => {
    const files = readdirSync(join(ROOT, 'manifests/base')).filter((file) => file !== 'kustomization.yaml');

    expect([...resources, 'drover.example.yaml'].toSorted()).toEqual(files.toSorted());
  });

  it('has the two roles and a store', () => {
    expect(deployments.map(({ metadata }) => metadata.name).toSorted()).toEqual([
      'drover-engine',
      'drover-gateway',
      'drover-redis',
    ]);
  });
});

describe.skipIf(!isOnPath('kubectl'))('kubectl kustomize', () => {
  it.each(['base', 'brake'])('builds %s', (folder) => {
    const built = execFileSync('kubectl', ['kustomize', join(ROOT, 'manifests', folder)], {
      encoding: 'utf8',
    });
    const { documents: own } = readKustomization(folder);

    expect(built.match(/^kind: /gm)?.length).toBeGreaterThanOrEqual(own.length);
    expect(built).not.toMatch(/name: drover-config$/m);
  });
});

describe('every pod', () => {
  it.each(PODS)('%s keeps to the restricted standard', (_, pod, { securityContext = {} }) => {
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: expect.any(Number),
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.securityContext?.['runAsUser']).toBeGreaterThan(0);
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) expect(pod).not.toHaveProperty(key);
    for (const volume of pod.volumes ?? []) expect(volume).not.toHaveProperty('hostPath');
  });

  it.each(PODS)('%s has no more than it was given: no token, no links, bounds', (_, pod, container) => {
    expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
    expect(container.resources).toMatchObject({
      requests: { cpu: expect.any(String), memory: expect.any(String) },
      limits: { memory: expect.any(String) },
    });
    const scratch = pod.volumes?.flatMap((volume) => volume['emptyDir'] ?? []);
    expect(scratch).toEqual([{ sizeLimit: '64Mi' }]);
  });

  it.each(PODS)(
    '%s has one image of a fixed version, and probes on ports that it has',
    (_, pod, container) => {
      expect(pod.containers).toHaveLength(1);
      expect(container.image).toMatch(/^[a-z0-9./-]+:\d+\.\d+\.\d+$/);
      const ports = container.ports?.map(({ name }) => name) ?? [];
      for (const probe of [container.livenessProbe, container.readinessProbe])
        expect(ports).toContain(probe?.httpGet?.port ?? probe?.tcpSocket?.port);
    },
  );

  it.each(PODS)('%s mounts the volumes that it has, and has those that it mounts', (_, pod, container) => {
    const mounted = container.volumeMounts?.map(({ name }) => name).toSorted();

    expect(mounted).toEqual(pod.volumes?.map(({ name }) => name).toSorted());
  });
});

describe('the roles of drover', () => {
  it.each(OURS)(
    '%s: two replicas that never share a node, of which one at a time may go',
    (name, pod, _, one) => {
      const own = { 'app.kubernetes.io/name': 'drover', 'app.kubernetes.io/component': name.slice(7) };
      const budget = documents.find(
        ({ kind, metadata }) => kind === 'PodDisruptionBudget' && metadata.name === name,
      );

      expect(one.spec.replicas).toBe(2);
      expect(one.spec.template.metadata.labels).toEqual(own);
      expect(pod.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toEqual([
        { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: own } },
      ]);
      expect(budget?.spec).toEqual({ maxUnavailable: 1, selector: { matchLabels: own } });
    },
  );

  it.each(OURS)('%s has longer to stop than drover may take', (_, pod) => {
    const source = readFileSync(join(ROOT, 'src/main.ts'), 'utf8');
    const ownMs = Number(/STOP_MAX_MS = ([\d_]+)/.exec(source)?.[1]?.replaceAll('_', ''));

    expect(pod.terminationGracePeriodSeconds).toBe(60);
    expect(ownMs).toBeGreaterThan(0);
    expect(ownMs / 1_000).toBeLessThan(60 - 15);
  });

  it.each(OURS)('%s runs the image of this version with what the image knows', (_, __, container) => {
    expect(container.image).toBe(`drover:${version}`);
    expect(container.args).toEqual(['serve']);
  });

  it.each(OURS)('%s sets no variable that drover does not read', (_, __, container) => {
    const known = variablesRead();

    expect(known.size).toBeGreaterThan(10);
    expect(namesOf(container).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(OURS)('%s starts with the example configuration as it stands', (name, _, container) => {
    const example = readFileSync(join(ROOT, 'manifests/base/drover.example.yaml'), 'utf8');
    const env = Object.fromEntries(
      (container.env ?? []).map(({ name: key, value }) => [key, value ?? 'a-place']),
    );
    const files: Readonly<Record<string, string>> = {
      '/etc/drover/config/drover.yaml': example,
      '/etc/drover/slack/bot-token': 'xoxb-1\n',
      '/etc/drover/slack/signing-secret': 'secret\n',
    };
    const parsed = parseConfig(env, (path) => files[path] ?? missing(path));

    expect(parsed).toMatchObject({
      ok: true,
      config: { roles: [name.slice(7)], slack: { mode: 'http', path: '/slack/events' } },
    });
  });

  it.each(OURS)('%s is probed on the port that it is told to listen on', (name, _, container) => {
    const variable = name === 'drover-engine' ? 'DROVER_HEALTH_PORT' : 'SLACK_PORT';
    const told = container.env?.find((one) => one.name === variable)?.value;

    expect(container.ports?.map(({ containerPort }) => String(containerPort))).toEqual([told]);
    expect(container.livenessProbe?.httpGet?.path).toBe('/healthz');
    expect(container.readinessProbe?.httpGet?.path).toBe('/readyz');
  });

  it.each(OURS)('%s reads its secrets from files of a secret', (_, pod, container) => {
    const secrets = namesOf(container).filter((name) => /TOKEN|SECRET/.test(name));

    expect(secrets).toEqual(['SLACK_BOT_TOKEN_FILE', 'SLACK_SIGNING_SECRET_FILE']);
    expect(pod.volumes?.find(({ name }) => name === 'slack')).toMatchObject({
      secret: { secretName: 'drover-slack', defaultMode: 0o440 },
    });
  });

  it('give a token to the engine alone, bound to its pod and for an hour', () => {
    const [engine, gateway] = ['drover-engine', 'drover-gateway'].map(podOf);

    expect(engine?.volumes?.find(({ name }) => name === 'token')).toMatchObject({
      projected: {
        sources: expect.arrayContaining([
          { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
        ]),
      },
    });
    expect(JSON.stringify(gateway)).not.toContain('serviceAccountToken:');
    expect(gateway?.volumes?.map(({ name }) => name)).not.toContain('token');
  });

  it('tell the engine its node and its pod', () => {
    const { env = [] } = podOf('drover-engine').containers[0] as Container;

    expect(env).toContainEqual({
      name: 'NODE_NAME',
      valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } },
    });
    expect(env).toContainEqual({ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } });
  });
});

describe('the network', () => {
  const policies = documents.filter(({ kind }) => kind === 'NetworkPolicy');

  it('is closed for every pod of the namespace, both ways', () => {
    expect(policies.find(({ metadata }) => metadata.name === 'default-deny')?.spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it('is opened for pods that there are', () => {
    const labels = deployments.map(({ spec }) => spec.template.metadata.labels);
    const selectors = [...JSON.stringify(policies).matchAll(/"podSelector":\{"matchLabels":(\{[^}]*\})/g)]
      .map(([, text]) => JSON.parse(text ?? '') as Labels)
      .filter((selector) => !('k8s-app' in selector));

    expect(selectors.length).toBeGreaterThan(5);
    expect(selectors.filter((selector) => !labels.some((one) => covers(selector, one)))).toEqual([]);
  });

  it('lets nobody in to the engine', () => {
    const inbound = policies.filter(
      ({ spec, metadata }) => metadata.name === 'engine' && (spec?.['ingress'] ?? undefined) !== undefined,
    );

    expect(inbound).toEqual([]);
  });

  it('has services that lead to pods and to ports that there are', () => {
    const services = documents.filter(({ kind }) => kind === 'Service');

    expect(services.map(({ metadata }) => metadata.name)).toEqual(['drover-redis', 'drover-gateway']);
    for (const { spec } of services) {
      const { selector, ports } = spec as { selector: Labels; ports: readonly { targetPort: string }[] };
      const target = deployments.find((one) => covers(selector, one.spec.template.metadata.labels));
      const names = target?.spec.template.spec.containers[0]?.ports?.map(({ name }) => name);
      expect(names).toEqual(ports.map(({ targetPort }) => targetPort));
    }
  });
});

function podOf(name: string): PodSpec {
  return (deployments.find(({ metadata }) => metadata.name === name) as Deployment).spec.template.spec;
}

function namesOf({ env = [] }: Container): readonly string[] {
  return env.map(({ name }) => name);
}

function covers(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** The variables that parseConfig asks for. */
function variablesRead(): ReadonlySet<string> {
  const read = new Set<string>();
  const spy = new Proxy({}, { get: (_, name) => void read.add(String(name)) });
  parseConfig(spy, () => '');
  return read;
}

function missing(path: string): never {
  throw new Error(`there is no ${path}`);
}
