import { describe, expect, it } from 'vitest';
import type { Readings } from '../../../../src/core/fleet/fleet-snapshot.ts';
import { read } from '../../../../src/core/fleet/reading.ts';
import type { WebhookConfiguration } from '../../../../src/core/fleet/webhook-configuration.ts';
import type { Workload } from '../../../../src/core/fleet/workload.ts';
import { anAutoscaler } from '../../../fakes/builders/an-autoscaler.ts';
import { aPod } from '../../../fakes/builders/a-pod.ts';
import { aService } from '../../../fakes/builders/a-service.ts';
import { aSnapshot } from '../../../fakes/builders/a-snapshot.ts';
import { aWorkload, running } from '../../../fakes/builders/a-workload.ts';
import { inspectOne, said } from '../inspect-one.ts';

const WEB = 'Deployment/shop/web';

function one(workload: Workload, pod: Parameters<typeof running>[2] = {}, readings: Partial<Readings> = {}) {
  return aSnapshot({ running: [running(workload, ['n1'], pod)], readings });
}

describe('job-running', () => {
  const job = (status: Workload['status'], spec: Partial<Workload['spec']> = {}) =>
    said('job-running', one(aWorkload({ kind: 'Job', name: 'sums', status: { ...status }, spec })));

  it('warns, and blocks where no attempt is left', () => {
    expect(job({ failed: 1 })).toEqual(['warning Job/shop/sums']);
    expect(job({ failed: 1 }, { backoffLimit: 1 })).toEqual(['blocker Job/shop/sums']);
  });

  it('only warns where disruptions do not count', () => {
    const podFailurePolicy = {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }],
    };
    expect(job({ failed: 1 }, { backoffLimit: 1, podFailurePolicy })).toEqual(['warning Job/shop/sums']);
  });

  it('is quiet about pods that are done', () => {
    expect(said('job-running', one(aWorkload({ kind: 'Job' }), { phase: 'Succeeded' }))).toEqual([]);
  });
});

describe('no-evict-annotation', () => {
  const marked = (annotations: Record<string, string>) =>
    said('no-evict-annotation', one(aWorkload(), { annotations }));

  it.each([
    { 'karpenter.sh/do-not-disrupt': 'true' },
    { 'karpenter.sh/do-not-disrupt': '2h30m' },
    { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
  ])('blocks a pod with %j', (annotations) => {
    expect(marked(annotations)).toEqual([`blocker ${WEB}`]);
  });

  it('takes a mere wish for one, and ignores what the tools ignore', () => {
    expect(marked({ 'descheduler.alpha.kubernetes.io/prefer-no-eviction': '' })).toEqual([`info ${WEB}`]);
    expect(marked({ 'karpenter.sh/do-not-disrupt': 'soon' })).toEqual([]);
    expect(marked({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' })).toEqual([]);
  });
});

describe('rollout-in-progress', () => {
  const deployment = (status: Workload['status'], spec: Partial<Workload['spec']> = {}) =>
    said('rollout-in-progress', one(aWorkload({ replicas: 3, status: { ...status }, spec })));

  it.each([[{ observedGeneration: 0 }], [{ updatedReplicas: 1 }]])(
    'blocks a Deployment with %j',
    (status) => {
      expect(deployment(status)).toEqual([`blocker ${WEB}`]);
    },
  );

  it('blocks a paused one, and a StatefulSet between two revisions', () => {
    expect(deployment({}, { paused: true })).toEqual([`blocker ${WEB}`]);
    const set = aWorkload({ kind: 'StatefulSet', status: { currentRevision: 'a', updateRevision: 'b' } });
    expect(said('rollout-in-progress', one(set))).toEqual(['blocker StatefulSet/shop/web']);
  });

  it('only says which revision comes where a StatefulSet is held back on purpose', () => {
    const status = { currentRevision: 'a', updateRevision: 'b' };
    for (const updateStrategy of [{ type: 'OnDelete' }, { rollingUpdate: { partition: 2 } }]) {
      const set = aWorkload({ kind: 'StatefulSet', status, spec: { updateStrategy } });
      expect(said('rollout-in-progress', one(set))).toEqual(['warning StatefulSet/shop/web']);
    }
  });

  it('is quiet about what is done', () => {
    expect(deployment({})).toEqual([]);
  });
});

describe('hpa-saturated', () => {
  const scaled = (minReplicas: number, limited: string) => {
    const status = { currentReplicas: 5, conditions: [{ type: 'ScalingLimited', status: limited }] };
    const autoscalers = read([anAutoscaler('web', { minReplicas, maxReplicas: 5 }, status)]);
    return said('hpa-saturated', one(aWorkload({ replicas: 5 }), {}, { autoscalers }));
  };

  it('warns of one that wants more than its maximum, and not of a fixed size or one with room', () => {
    expect(scaled(2, 'True')).toEqual([`warning ${WEB}`]);
    expect(scaled(5, 'True')).toEqual([]);
    expect(scaled(2, 'False')).toEqual([]);
  });
});

describe('template-diverges', () => {
  it('tells of a pod that was resized, and not of what a template leaves open', () => {
    expect(said('template-diverges', one(aWorkload(), { cpu: '900m' }))).toEqual([`info ${WEB}`]);
    expect(
      said(
        'template-diverges',
        one(aWorkload(), { spec: { tolerations: [{ operator: 'Exists', effect: 'NoExecute' }] } }),
      ),
    ).toEqual([]);
  });
});

describe('image-unpullable', () => {
  const image = 'registry.example/app:1';
  const template = { containers: [{ name: 'app', image }] };
  const containerStatuses = [{ name: 'app', imageID: 'registry.example/app@sha256:old' }];
  const asked = (pull: object) =>
    said(
      'image-unpullable',
      one(
        aWorkload({ template }),
        { status: { phase: 'Running', containerStatuses } },
        { images: read([{ image, state: 'there' as const, ...pull }]) },
      ),
    );

  it('blocks an image that is gone, and one that is never pulled', () => {
    expect(asked({ state: 'gone' })).toEqual([`blocker ${WEB}`]);
    const never = { containers: [{ name: 'app', image, imagePullPolicy: 'Never' } as { name: string }] };
    expect(said('image-unpullable', one(aWorkload({ template: never })))).toEqual([`blocker ${WEB}`]);
  });

  it('warns of a tag that moved, and says nothing of a registry that cannot be asked', () => {
    expect(asked({ digest: 'sha256:new' })).toEqual([`warning ${WEB}`]);
    expect(asked({ digest: 'sha256:old' })).toEqual([]);
    expect(asked({ state: 'unknown' })).toEqual([]);
  });

  it('looks at what a pod begins with, too', () => {
    const init = { ...template, initContainers: [{ name: 'wait', image: 'registry.example/wait:1' }] };
    const images = read([{ image: 'registry.example/wait:1', state: 'gone' as const }]);
    expect(said('image-unpullable', one(aWorkload({ template: init }), {}, { images }))).toEqual([
      `blocker ${WEB}`,
    ]);
  });

  it('has not passed where nobody asked: it says what was skipped, beside what it found', () => {
    const report = (readings: object, image: string) =>
      inspectOne(
        'image-unpullable',
        one(aWorkload({ template: { containers: [{ name: 'app', image }] } }), {}, readings),
      );
    const unknown = (image: string) => ({ images: read([{ image, state: 'unknown' as const }]) });

    expect(report({}, 'nginx').skipped).toEqual([{ id: 'image-unpullable', reason: 'images is not read' }]);
    expect(report(unknown('nginx'), 'nginx').skipped[0]?.reason).toContain('1 image of docker.io');
    const quay = 'quay.io/team/app:1';
    expect(report(unknown(quay), quay).skipped[0]?.reason).toContain('1 image of quay.io');
    expect(report(unknown(quay), quay).passed).toEqual([]);
    const there = report({ images: read([{ image: quay, state: 'there' as const }]) }, quay);
    expect(there).toMatchObject({ skipped: [], passed: ['image-unpullable'] });
  });
});

describe('replacement-rejected', () => {
  const answered = (answer: 'accepted' | 'refused' | 'unknown') =>
    said(
      'replacement-rejected',
      one(aWorkload(), {}, { admission: read([{ ref: WEB, answer, message: 'no' }]) }),
    );

  it('blocks what is refused, doubts what cannot be tried, and is skipped unless asked for', () => {
    expect(answered('refused')).toEqual([`blocker ${WEB}`]);
    expect(answered('unknown')).toEqual([`unknown ${WEB}`]);
    expect(answered('accepted')).toEqual([]);
    expect(inspectOne('replacement-rejected', one(aWorkload())).skipped).toHaveLength(1);
  });
});

describe('quota-blocks-replacement', () => {
  const quota = (hard: Record<string, string>, used: Record<string, string>, scopes: string[] = []) => {
    const metadata = { name: 'q', namespace: 'shop', uid: 'q' };
    return { quotas: read([{ metadata, spec: { scopes }, status: { hard, used } }]) };
  };

  it('warns where one more pod is over the quota', () => {
    expect(
      said('quota-blocks-replacement', one(aWorkload(), {}, quota({ pods: '3' }, { pods: '3' }))),
    ).toEqual([`warning ${WEB}`]);
    const cpu = quota({ 'requests.cpu': '1' }, { 'requests.cpu': '950m' });
    expect(said('quota-blocks-replacement', one(aWorkload(), {}, cpu))).toEqual([`warning ${WEB}`]);
  });

  it('is quiet with room, about scoped quotas, and about StatefulSets, whose old pod goes first', () => {
    expect(
      said('quota-blocks-replacement', one(aWorkload(), {}, quota({ pods: '4' }, { pods: '3' }))),
    ).toEqual([]);
    expect(
      said(
        'quota-blocks-replacement',
        one(aWorkload(), {}, quota({ pods: '3' }, { pods: '3' }, ['BestEffort'])),
      ),
    ).toEqual([]);
    const set = aWorkload({ kind: 'StatefulSet' });
    expect(said('quota-blocks-replacement', one(set, {}, quota({ pods: '3' }, { pods: '3' })))).toEqual([]);
  });
});

describe('config-ref-missing', () => {
  const names = (...list: string[]) => read(list.map((name) => ({ namespace: 'shop', name })));
  const volumes = [{ name: 'c', configMap: { name: 'web-7f' } }];

  it('blocks a pod whose ConfigMap is gone, wherever it refers to it', () => {
    const found = said(
      'config-ref-missing',
      one(aWorkload({ template: { volumes } }), {}, { configMaps: names('other') }),
    );
    expect(found).toEqual([`blocker ${WEB}`]);
    const envFrom = [{ configMapRef: { name: 'web-7f' } }];
    const container = { name: 'app', envFrom } as { name: string };
    const byEnv = one(aWorkload(), { container }, { configMaps: names() });
    expect(said('config-ref-missing', byEnv)).toEqual([`blocker ${WEB}`]);
  });

  it('is quiet about what is there, what is optional, and Secrets whose names may not be read', () => {
    const optional = [{ name: 'c', configMap: { name: 'web-7f', optional: true } }];
    const secret = [{ name: 's', secret: { secretName: 'gone' } }];
    expect(
      said(
        'config-ref-missing',
        one(aWorkload({ template: { volumes } }), {}, { configMaps: names('web-7f') }),
      ),
    ).toEqual([]);
    expect(
      said(
        'config-ref-missing',
        one(aWorkload({ template: { volumes: optional } }), {}, { configMaps: names() }),
      ),
    ).toEqual([]);
    expect(
      said(
        'config-ref-missing',
        one(aWorkload({ template: { volumes: secret } }), {}, { configMaps: names() }),
      ),
    ).toEqual([]);
    const both = { configMaps: names(), secrets: names() };
    expect(said('config-ref-missing', one(aWorkload({ template: { volumes: secret } }), {}, both))).toEqual([
      `blocker ${WEB}`,
    ]);
  });
});

describe('webhook-fail-closed', () => {
  const hook = (more: object): WebhookConfiguration => ({
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'policy', uid: 'policy' },
    webhooks: [
      {
        name: 'policy.example',
        clientConfig: { service: { namespace: 'shop', name: 'web' } },
        rules: [{ operations: ['CREATE'], apiGroups: [''], resources: ['pods'] }],
        ...more,
      },
    ],
  });
  const behind = (nodes: string[], more: object = {}) =>
    said(
      'webhook-fail-closed',
      aSnapshot({
        running: [running(aWorkload({ replicas: nodes.length }), nodes)],
        targets: ['n1', 'n2'],
        read: { services: [aService()], webhooks: [hook(more)] },
      }),
    );

  it('blocks where its only pod, or all on one node, will move', () => {
    expect(behind(['n1'])).toEqual(['blocker ValidatingWebhookConfiguration/policy']);
    expect(behind(['n1', 'n1'])).toHaveLength(1);
    expect(behind([])).toHaveLength(1);
  });

  it('only warns where conditions may exclude everything that matters', () => {
    expect(behind(['n1'], { matchConditions: [{ name: 'x', expression: 'false' }] })).toEqual([
      'warning ValidatingWebhookConfiguration/policy',
    ]);
  });

  it('is quiet about two pods on two nodes, other nodes, Ignore, other resources and addresses outside', () => {
    expect(behind(['n1', 'n2'])).toEqual([]);
    expect(behind(['n3'])).toEqual([]);
    expect(behind(['n1'], { failurePolicy: 'Ignore' })).toEqual([]);
    expect(behind(['n1'], { rules: [{ operations: ['CREATE'], resources: ['deployments'] }] })).toEqual([]);
    expect(behind(['n1'], { clientConfig: { url: 'https://elsewhere' } })).toEqual([]);
  });
});

describe('dns-concentration, quorum-risk and critical-priority-nonds', () => {
  const dns = (nodes: string[]) =>
    said(
      'dns-concentration',
      aSnapshot({
        pods: nodes.map((node, index) =>
          aPod({ name: `dns-${index}`, namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, node }),
        ),
      }),
    );

  it('block for a single DNS pod, warn for two on one node, and leave the usual pair alone', () => {
    expect(dns(['n1'])).toEqual(['blocker Deployment/kube-system/coredns']);
    expect(dns(['n1', 'n1'])).toEqual(['warning Deployment/kube-system/coredns']);
    expect(dns(['n1', 'n2'])).toEqual([]);
    expect(dns([])).toEqual([]);
  });

  it('block a quorum that lost a member, known by image or by label', () => {
    const set = (image: string, ready: number, labels = {}) =>
      said(
        'quorum-risk',
        one(
          aWorkload({
            kind: 'StatefulSet',
            name: 'q',
            replicas: 3,
            ready,
            labels: { app: 'q', ...labels },
            template: { containers: [{ name: 'app', image }] },
          }),
        ),
      );
    expect(set('quay.io/coreos/etcd:v3', 2)).toEqual(['blocker StatefulSet/shop/q']);
    expect(set('own/store:1', 2, { 'drover.dev/quorum': '2' })).toHaveLength(1);
    expect(set('quay.io/coreos/etcd:v3', 3)).toEqual([]);
    expect(set('own/store:1', 2)).toEqual([]);
  });

  it('mention pods that the cluster leans on', () => {
    const critical = one(aWorkload(), { spec: { priorityClassName: 'system-cluster-critical' } });
    expect(said('critical-priority-nonds', critical)).toEqual([`info ${WEB}`]);
  });
});
