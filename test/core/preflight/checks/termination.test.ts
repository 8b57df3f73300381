import { describe, expect, it } from 'vitest';
import type { Container, PodSpec } from '../../../../src/core/fleet/pod.ts';
import type { Service } from '../../../../src/core/fleet/service.ts';
import { read } from '../../../../src/core/fleet/reading.ts';
import { aService } from '../../../fakes/builders/a-service.ts';
import { aSnapshot } from '../../../fakes/builders/a-snapshot.ts';
import { aWorkload, running } from '../../../fakes/builders/a-workload.ts';
import { inspectOne, said } from '../inspect-one.ts';

const WEB = 'Deployment/shop/web';
const HOOK = (seconds: number): Partial<Container> => ({ lifecycle: { preStop: { sleep: { seconds } } } });
const ALB = {
  targetGroupBindings: read([
    {
      metadata: { name: 'tgb', namespace: 'shop', uid: 'tgb' },
      spec: { serviceRef: { name: 'web' }, targetType: 'ip', targetGroupARN: 'arn:tg' },
    },
  ]),
};

interface Served {
  readonly container?: Partial<Container>;
  readonly spec?: Partial<PodSpec>;
  readonly replicas?: number;
  readonly service?: Partial<Service['spec']> | null;
  readonly namespace?: string;
  readonly readings?: NonNullable<Parameters<typeof aSnapshot>[0]>['readings'];
}

function served({
  container = {},
  spec = {},
  replicas = 3,
  service = {},
  namespace = 'shop',
  readings = {},
}: Served = {}) {
  const nodes = Array.from({ length: replicas }, (_, index) => `n${(index % 3) + 1}`);
  const web = running(aWorkload({ replicas, namespace }), nodes, { container, spec });
  const services = service ? [aService('web', service, namespace)] : [];
  return aSnapshot({ running: [web], read: { services }, readings });
}

describe('prestop-missing', () => {
  it('warns of a served workload that stops at once, with a hook to paste', () => {
    const [finding] = inspectOne('prestop-missing', served()).findings;
    expect(finding).toMatchObject({ severity: 'warning', objects: [WEB] });
    expect(finding?.fix).toContain('sleep: {seconds: 10}');
  });

  it('blocks only behind a load balancer that sends to the pods', () => {
    expect(said('prestop-missing', served({ readings: ALB }))).toEqual([`blocker ${WEB}`]);
    expect(said('prestop-missing', served({ service: { type: 'LoadBalancer' } }))).toEqual([
      `warning ${WEB}`,
    ]);
  });

  it('is quiet with any hook, without a Service, and about what is shipped with the cluster', () => {
    const unknown: Partial<Container> = { lifecycle: { preStop: { exec: { command: ['/drain'] } } } };
    for (const snapshot of [
      served({ container: HOOK(5) }),
      served({ container: unknown }),
      served({ service: null }),
      served({ namespace: 'kube-system' }),
    ]) {
      expect(said('prestop-missing', snapshot)).toEqual([]);
    }
  });
});

describe('prestop-short', () => {
  it('asks for half a minute behind a load balancer, and seconds in the cluster', () => {
    expect(said('prestop-short', served({ container: HOOK(10), readings: ALB }))).toEqual([`warning ${WEB}`]);
    expect(said('prestop-short', served({ container: HOOK(3) }))).toEqual([`warning ${WEB}`]);
  });

  it('is quiet where it is long enough', () => {
    expect(said('prestop-short', served({ container: HOOK(30), readings: ALB }))).toEqual([]);
    expect(said('prestop-short', served({ container: HOOK(10) }))).toEqual([]);
  });
});

describe('grace-too-short', () => {
  const grace = (seconds: number, hook: number) =>
    said(
      'grace-too-short',
      served({ container: HOOK(hook), spec: { terminationGracePeriodSeconds: seconds } }),
    );

  it('blocks where the hook eats the whole grace, and warns where little is left', () => {
    expect(grace(30, 30)).toEqual([`blocker ${WEB}`]);
    expect(grace(30, 25)).toEqual([`warning ${WEB}`]);
  });

  it('is quiet with the defaults, and with room to stop', () => {
    expect(grace(30, 20)).toEqual([]);
    expect(said('grace-too-short', served())).toEqual([]);
  });
});

describe('the patch that the audit of a workload offers', () => {
  const patch = (snapshot: ReturnType<typeof served>, id = 'prestop-missing') =>
    inspectOne(id, snapshot).findings[0]?.fix;

  it('names the command, and raises the grace with the hook, which the API server would else refuse', () => {
    expect(patch(served({ readings: ALB }))).toBe(
      [
        '# kubectl -n shop patch deployment web --patch-file this.yaml',
        'spec:',
        '  template:',
        '    spec:',
        '      terminationGracePeriodSeconds: 80',
        '      containers:',
        '        - name: app',
        '          lifecycle: {preStop: {sleep: {seconds: 60}}}',
      ].join('\n'),
    );
  });

  it('leaves a grace that is long enough, and hooks that are', () => {
    const fits = patch(served({ spec: { terminationGracePeriodSeconds: 30 } }));
    expect(fits).toContain('seconds: 10');
    expect(fits).not.toContain('terminationGracePeriodSeconds');
    const graceAlone = patch(
      served({ container: HOOK(25), spec: { terminationGracePeriodSeconds: 30 } }),
      'grace-too-short',
    );
    expect(graceAlone).toContain('terminationGracePeriodSeconds: 45');
    expect(graceAlone).not.toContain('lifecycle');
  });

  it('is the same whichever check of the workload offers it', () => {
    const spec = { terminationGracePeriodSeconds: 10 };
    const both = served({ container: HOOK(8), spec, readings: ALB });
    expect(patch(both, 'prestop-short')).toBe(patch(both, 'grace-too-short'));
  });

  it('sleeps by a command before Kubernetes 1.30', () => {
    const snapshot = served();
    const cluster = { ...snapshot.cluster, version: { major: 1, minor: 29 } };
    expect(patch({ ...snapshot, cluster })).toContain('{preStop: {exec: {command: [sleep, "10"]}}}');
  });

  it('leaves out a container that a webhook added, which the template does not have', () => {
    const containers = [{ name: 'app' }, { name: 'istio-proxy' }];
    const injected = patch(served({ spec: { containers } }));
    expect(injected).toContain('name: app');
    expect(injected).not.toContain('istio-proxy');
  });
});

describe('grace-zero and grace-exceeds-window', () => {
  it('block a StatefulSet that is killed at once, and warn of others', () => {
    const spec = { terminationGracePeriodSeconds: 0 };
    const set = running(aWorkload({ kind: 'StatefulSet', name: 'db' }), ['n1'], { spec });
    expect(said('grace-zero', aSnapshot({ running: [set] }))).toEqual(['blocker StatefulSet/shop/db']);
    expect(said('grace-zero', served({ spec }))).toEqual([`warning ${WEB}`]);
    expect(said('grace-zero', served())).toEqual([]);
  });

  it('warn of a pod that may take longer than others wait', () => {
    expect(said('grace-exceeds-window', served({ spec: { terminationGracePeriodSeconds: 601 } }))).toEqual([
      `warning ${WEB}`,
    ]);
    expect(said('grace-exceeds-window', served({ spec: { terminationGracePeriodSeconds: 600 } }))).toEqual(
      [],
    );
  });
});

describe('readiness-missing', () => {
  it('warns, and blocks for few pods behind a load balancer', () => {
    expect(said('readiness-missing', served())).toEqual([`warning ${WEB}`]);
    expect(said('readiness-missing', served({ replicas: 2, readings: ALB }))).toEqual([`blocker ${WEB}`]);
    expect(said('readiness-missing', served({ replicas: 3, readings: ALB }))).toEqual([`warning ${WEB}`]);
  });

  it('asks the serving container, not the sidecar, and takes a readiness gate as well', () => {
    const containers = [
      { name: 'app', ports: [{ containerPort: 80 }], readinessProbe: {} },
      { name: 'log', ports: [{ containerPort: 9000 }] },
    ];
    expect(said('readiness-missing', served({ spec: { containers } }))).toEqual([]);
    const unprobed = [
      { name: 'app', ports: [{ containerPort: 80 }] },
      { name: 'log', readinessProbe: {} },
    ];
    expect(said('readiness-missing', served({ spec: { containers: unprobed } }))).toEqual([`warning ${WEB}`]);
    expect(said('readiness-missing', served({ spec: { readinessGates: [{ conditionType: 'x' }] } }))).toEqual(
      [],
    );
  });
});

describe('sigterm-ignored', () => {
  it.each([
    [['sh', '-c', 'app --serve'], 1],
    [['/bin/bash', '-c', 'node server.js'], 1],
    [['sh', '-c', 'exec app'], 0],
    [['sh', '-c', 'trap stop TERM; app'], 0],
    [['app', '-c', 'config'], 0],
  ])('%j: %i findings', (command, count) => {
    expect(said('sigterm-ignored', served({ container: { command } }))).toHaveLength(count);
  });

  it('takes a kill as evidence, but not one for memory', () => {
    const killed = (reason: string) => {
      const containerStatuses = [{ name: 'app', lastState: { terminated: { exitCode: 137, reason } } }];
      const web = running(aWorkload(), ['n1'], { status: { phase: 'Running', containerStatuses } });
      return said('sigterm-ignored', aSnapshot({ running: [web] }));
    };
    expect(killed('Error')).toEqual([`warning ${WEB}`]);
    expect(killed('OOMKilled')).toEqual([]);
  });
});

describe('load balancers', () => {
  const targetGroup = (deregistrationSeconds: number, state = 'healthy') => ({
    ...ALB,
    targetGroups: read([{ arn: 'arn:tg', deregistrationSeconds, targets: [{ id: '10.0.0.1', state }] }]),
  });

  it('elb-drain-mismatch warns where requests may run longer than the pod', () => {
    expect(said('elb-drain-mismatch', served({ readings: targetGroup(300) }))).toEqual([`warning ${WEB}`]);
    expect(said('elb-drain-mismatch', served({ readings: targetGroup(20) }))).toEqual([]);
    const cluster = { ...targetGroup(300), targetGroupBindings: read([]) };
    expect(said('elb-drain-mismatch', served({ readings: cluster }))).toEqual([]);
  });

  it('readiness-gate-missing warns of pods that do not wait for their load balancer', () => {
    const readinessGates = [{ conditionType: 'target-health.elbv2.k8s.aws/tgb' }];
    expect(said('readiness-gate-missing', served({ readings: ALB }))).toEqual([`warning ${WEB}`]);
    expect(said('readiness-gate-missing', served({ readings: ALB, spec: { readinessGates } }))).toEqual([]);
  });

  it('baseline-lb warns of targets that are unwell, and not of unused ones', () => {
    expect(said('baseline-lb', served({ readings: targetGroup(30, 'unhealthy') }))).toEqual([
      `warning ${WEB}`,
    ]);
    expect(said('baseline-lb', served({ readings: targetGroup(30, 'unused') }))).toEqual([]);
  });

  it('etp-local warns of pods that are reached through their own node alone', () => {
    const local = { type: 'LoadBalancer', externalTrafficPolicy: 'Local' };
    expect(said('etp-local', served({ service: local }))).toEqual([`warning ${WEB}`]);
    expect(said('etp-local', served({ service: { type: 'LoadBalancer' } }))).toEqual([]);
  });

  it('are skipped where nobody read them', () => {
    expect(inspectOne('baseline-lb', served()).skipped).toHaveLength(1);
  });
});

describe('no-spread', () => {
  it('warns by where the pods are', () => {
    const crowded = running(aWorkload({ replicas: 4 }), ['n1', 'n1', 'n1', 'n2']);
    expect(said('no-spread', aSnapshot({ running: [crowded] }))).toEqual([`warning ${WEB}`]);
  });

  it('is quiet about two pods, about an even spread, and about a workload that asks for one', () => {
    const pair = running(aWorkload({ replicas: 2 }), ['n1', 'n2']);
    const constraint = {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
    };
    const asked = running(aWorkload({ replicas: 4, template: { topologySpreadConstraints: [constraint] } }), [
      'n1',
      'n1',
      'n1',
      'n2',
    ]);
    expect(said('no-spread', aSnapshot({ running: [pair] }))).toEqual([]);
    expect(said('no-spread', served())).toEqual([]);
    expect(said('no-spread', aSnapshot({ running: [asked] }))).toEqual([]);
  });
});

describe('mesh-or-hook-ordering', () => {
  const proxy = (more: Partial<Container>) => ({
    spec: { containers: [{ name: 'app' }, { name: 'istio-proxy', ...more }] },
  });

  it('mentions a proxy that may stop first', () => {
    expect(said('mesh-or-hook-ordering', served(proxy({})))).toEqual([`info ${WEB}`]);
  });

  it('is quiet about a proxy with a hook of its own, and about native sidecars', () => {
    expect(said('mesh-or-hook-ordering', served(proxy(HOOK(5))))).toEqual([]);
    const initContainers = [{ name: 'istio-proxy', restartPolicy: 'Always' }];
    expect(said('mesh-or-hook-ordering', served({ spec: { initContainers } }))).toEqual([]);
  });
});
