import { afterEach, describe, expect, it } from 'vitest';
import { isReady, isTerminating } from '../../../src/sandbox/controllers/kinds/pod.ts';
import { startTraffic, type Traffic } from '../../../src/sandbox/traffic/start-traffic.ts';
import type { TrafficSettings } from '../../../src/sandbox/traffic/traffic-settings.ts';
import { createRandom } from '../../../src/sandbox/random.ts';
import { addDeployment, podsOf } from '../controllers/a-cluster-world.ts';
import { aMachine, aMachineWorld, anImage, type MachineWorld } from '../kubelet/a-machine-world.ts';
import type { ImageTraits } from '../../../src/sandbox/machines.ts';

const RATE = 60;

interface Program {
  readonly behaviour?: Record<string, unknown>;
  readonly preStopSeconds?: number;
  readonly graceSeconds?: number;
}

describe('the requests to a Service', () => {
  let world: MachineWorld;
  let traffic: Traffic;
  afterEach(() => {
    traffic.stop();
    world.stop();
  });

  const web = () => podsOf(world.cluster, 'web');
  const count = () => traffic.meters().services['shop/web'] ?? { ok: 0, failed: 0 };

  /** Three pods of a program behind a Service, all ready, and nothing counted yet. */
  async function serve(
    program: Program,
    settings: Partial<TrafficSettings> = {},
    image: Partial<ImageTraits> = {},
  ): Promise<void> {
    world = aMachineWorld({ images: [anImage(image)] });
    const { cluster, clock, kubelets } = world;
    traffic = startTraffic({
      cluster,
      clock,
      random: createRandom('test'),
      processes: kubelets.processes,
      settings,
    });
    await world.join(aMachine());
    addWeb(program);
    cluster.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'web',
        namespace: 'shop',
        annotations: { 'world.sandbox/requests-per-second': String(RATE) },
      },
      spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
    });
    await world.until('all are ready', () => web().filter(isReady).length === 3);
    await world.pass(10_000);
    traffic.reset();
  }

  function addWeb({ behaviour = {}, preStopSeconds = 0, graceSeconds = 30 }: Program): void {
    const preStop =
      preStopSeconds > 0 ? { lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } } } : {};
    addDeployment(world.cluster, {
      name: 'web',
      replicas: 3,
      annotations: {
        'world.sandbox/behaviour': JSON.stringify({ startSeconds: 2, drainSeconds: 2, ...behaviour }),
      },
      podSpec: {
        terminationGracePeriodSeconds: graceSeconds,
        containers: [
          {
            name: 'app',
            image: 'app:1',
            ports: [{ containerPort: 8080 }],
            readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 2 },
            ...preStop,
          },
        ],
      },
    });
  }

  /** Moves every pod once, one after another, as a rollout over the nodes does. */
  async function moveAll(): Promise<void> {
    for (const { metadata } of web()) {
      world.cluster.delete('pods', 'shop', metadata.name);
      await world.until('it is gone and replaced', () => {
        const others = web().filter((pod) => pod.metadata.uid !== metadata.uid);
        return (
          others.length === 3 &&
          web().length === 3 &&
          others.every((pod) => isReady(pod) && !isTerminating(pod))
        );
      });
      await world.pass(5_000);
    }
  }

  it('come steadily, half of them over connections that are kept', async () => {
    await serve({});
    const begun = world.clock.now();

    await world.pass(60_000);

    const seconds = (world.clock.now() - begun) / 1000;
    const { ok, failed } = count();
    expect(failed).toBe(0);
    expect(ok).toBeGreaterThan(RATE * 58);
    expect(ok).toBeLessThan(RATE * (seconds + 6));
  });

  it('lose nothing to a program that closes gracefully after a delay', async () => {
    await serve({ preStopSeconds: 8 });

    await moveAll();

    expect(count().failed).toBe(0);
    expect(count().ok).toBeGreaterThan(1_000);
  });

  it('lose some to a program that has no preStop delay and exits at once', async () => {
    await serve({ behaviour: { onSigterm: 'exit' } });

    await moveAll();

    expect(count().failed).toBeGreaterThan(20);
  });

  it('lose some to a program that ignores SIGTERM: what it holds when it is killed', async () => {
    await serve({ behaviour: { onSigterm: 'ignore' }, graceSeconds: 10 });

    await moveAll();

    expect(count().failed).toBeGreaterThan(0);
  });

  it('lose some to a program that closes gracefully but without a delay: it is still called', async () => {
    await serve({ behaviour: { drainSeconds: 1 } });

    await moveAll();

    expect(count().failed).toBeGreaterThan(20);
  });

  it('lose fewer to an ungraceful program when the proxies follow at once', async () => {
    await serve({ behaviour: { onSigterm: 'exit' } });
    await moveAll();
    const withDelay = count().failed;
    traffic.stop();
    world.stop();

    await serve({ behaviour: { onSigterm: 'exit' } }, { propagationMs: { fromMs: 0, toMs: 0 } });
    await moveAll();

    expect(count().failed).toBeLessThan(withDelay / 2);
    // The kept connections are cut all the same.
    expect(count().failed).toBeGreaterThan(0);
  });

  it('fail while nobody is there', async () => {
    await serve({ preStopSeconds: 8 });
    world.cluster.edit('deployments.apps', 'shop', 'web', (draft) => {
      (draft['spec'] as { replicas: number }).replicas = 0;
    });
    await world.until('all are gone', () => web().length === 0);
    await world.pass(5_000);
    const before = count();

    await world.pass(20_000);

    const after = count();
    expect(after.ok).toBe(before.ok);
    expect(after.failed - before.failed).toBeGreaterThan(RATE * 19);
  });

  it('go to the last pod while it terminates, if it is the only one', async () => {
    await serve({ preStopSeconds: 20, graceSeconds: 40 });
    world.cluster.edit('deployments.apps', 'shop', 'web', (draft) => {
      (draft['spec'] as { replicas: number }).replicas = 0;
    });
    await world.until('all terminate', () => web().every(isTerminating));

    await world.pass(12_000);

    expect(count().failed).toBe(0);
  });

  it('are cut when the machine dies under a pod', async () => {
    await serve({ preStopSeconds: 8 });

    world.machines.gone(aMachine());
    await world.pass(20_000);

    expect(count().failed).toBeGreaterThan(RATE * 15);
  });

  it('meet the errors that a bad image makes', async () => {
    await serve({}, {}, { fails: { matchLabels: { app: 'web' }, share: 0.1 } });

    await world.pass(60_000);

    const { ok, failed } = count();
    expect(failed / (ok + failed)).toBeCloseTo(0.1, 2);
  });

  it('are not sent before the Service has had an endpoint, and not where no rate is wanted', async () => {
    world = aMachineWorld();
    const { cluster, clock, kubelets } = world;
    traffic = startTraffic({ cluster, clock, random: createRandom('test'), processes: kubelets.processes });
    const add = (name: string, rate: string) =>
      cluster.create('services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'shop', annotations: { 'world.sandbox/requests-per-second': rate } },
        spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
      });
    add('web', '50');
    add('silent', '0');
    await world.pass(30_000);
    const before = traffic.meters().services;
    await world.join(aMachine());
    addWeb({});
    addDeployment(cluster, { name: 'silent', replicas: 1 });

    await world.until('they come', () => count().ok > 0);
    await world.pass(10_000);

    expect(before).toEqual({ 'shop/web': { ok: 0, failed: 0 }, 'shop/silent': { ok: 0, failed: 0 } });
    expect(traffic.meters().services['shop/silent']).toEqual({ ok: 0, failed: 0 });
  });

  it('are known by the second, for a chart', async () => {
    await serve({});
    await world.pass(20_000);

    const seconds = traffic.history('shop/web').slice(-10);

    expect(seconds).toHaveLength(10);
    for (const { ok, failed } of seconds) {
      expect(ok).toBeCloseTo(RATE, 3);
      expect(failed).toBe(0);
    }
    expect((seconds.at(-1)?.second ?? 0) - (seconds[0]?.second ?? 0)).toBe(9);
  });
});
