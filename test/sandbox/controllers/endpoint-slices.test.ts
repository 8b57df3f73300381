import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/sandbox/kubernetes/object.ts';
import type { EndpointSlice } from '../../../src/sandbox/controllers/kinds/endpoint-slice.ts';
import { aClusterWorld, addNode, addPod, reportPod, type ClusterWorld } from './a-cluster-world.ts';

describe('the endpoints of a Service', () => {
  let world: ClusterWorld;
  beforeEach(() => {
    world = aClusterWorld();
    addNode(world.cluster, { name: 'n1', zone: 'eu-west-1b' });
    addPod(world.cluster, { name: 'a', nodeName: 'n1' });
    addPod(world.cluster, { name: 'b', nodeName: 'n1' });
  });
  afterEach(() => world.stop());

  const add = (spec: Record<string, unknown> = {}) =>
    world.cluster.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec },
    });
  const slices = () => world.cluster.list<EndpointSlice>('endpointslices.discovery.k8s.io', 'shop');
  const endpoint = (name: string) =>
    slices()
      .flatMap(({ endpoints }) => endpoints ?? [])
      .find(({ targetRef }) => targetRef?.name === name);

  it('are its pods with an address, ready or not', async () => {
    reportPod(world.cluster, 'a', 'ready');
    reportPod(world.cluster, 'b', 'unready');
    add();

    await world.until('both are there', () => endpoint('a') !== undefined && endpoint('b') !== undefined);

    expect(endpoint('a')).toMatchObject({
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: 'n1',
      zone: 'eu-west-1b',
    });
    expect(endpoint('b')?.conditions).toEqual({ ready: false, serving: false, terminating: false });
    expect(slices()[0]?.ports).toEqual([{ name: 'http', protocol: 'TCP', port: 8080 }]);
    expect(slices()[0]?.metadata.labels).toMatchObject({
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      'kubernetes.io/service-name': 'web',
    });
  });

  it('serve on while they terminate, but are not ready', async () => {
    reportPod(world.cluster, 'a', 'ready');
    add();
    await world.until('it is there', () => endpoint('a') !== undefined);

    world.cluster.delete('pods', 'shop', 'a');
    await world.until('it terminates', () => endpoint('a')?.conditions.terminating === true);
    const serving = endpoint('a')?.conditions;
    reportPod(world.cluster, 'a', 'unready');
    await world.until('it serves no more', () => endpoint('a')?.conditions.serving === false);
    world.cluster.delete('pods', 'shop', 'a', { graceSeconds: 0 });
    await world.until('it is gone', () => endpoint('a') === undefined);

    expect(serving).toEqual({ ready: false, serving: true, terminating: true });
  });

  it('are all ready if the Service publishes unready addresses', async () => {
    reportPod(world.cluster, 'a', 'unready');
    add({ publishNotReadyAddresses: true });

    await world.until('it is there', () => endpoint('a') !== undefined);

    expect(endpoint('a')?.conditions).toEqual({ ready: true, serving: false, terminating: false });
  });

  it('keep a finished pod whose readiness did not change, for that is not noticed', async () => {
    reportPod(world.cluster, 'a', 'unready');
    add({ publishNotReadyAddresses: true });
    await world.until('it is there', () => endpoint('a') !== undefined);

    reportPod(world.cluster, 'a', 'Failed');
    await world.pass(30_000);

    expect(endpoint('a')).toBeDefined();
  });

  it('look up a named port in the pod', async () => {
    addPod(world.cluster, {
      name: 'c',
      nodeName: 'n1',
      podSpec: {
        containers: [{ name: 'app', image: 'app:1', ports: [{ name: 'http', containerPort: 9090 }] }],
      },
    });
    reportPod(world.cluster, 'c', 'ready');
    add({ ports: [{ name: 'http', port: 80, targetPort: 'http' }] });

    await world.until('it is there', () => endpoint('c') !== undefined);

    expect(slices()[0]?.ports?.[0]?.port).toBe(9090);
  });

  it('are split over slices of a hundred', async () => {
    for (let index = 0; index < 120; index++) {
      addPod(world.cluster, { name: `p-${index}`, nodeName: 'n1' });
      reportPod(world.cluster, `p-${index}`, 'ready');
    }
    add();

    await world.until(
      'all are there',
      () => slices().flatMap(({ endpoints }) => endpoints ?? []).length === 120,
    );

    expect(new Set(slices().map(({ endpoints }) => endpoints?.length))).toEqual(new Set([100, 20]));
  });

  it('stand in the older form too, without those that terminate', async () => {
    reportPod(world.cluster, 'a', 'ready');
    reportPod(world.cluster, 'b', 'unready');
    add();
    const subsets = () =>
      world.cluster.get<KubeObject & { subsets?: Record<string, unknown[]>[] }>('endpoints', 'shop', 'web')
        ?.subsets;
    await world.until('both are there', () => subsets()?.[0]?.['notReadyAddresses']?.length === 1);
    const before = subsets()?.[0];

    world.cluster.delete('pods', 'shop', 'a');
    await world.until('the terminating one is gone', () => subsets()?.[0]?.['addresses'] === undefined);

    expect(before?.['addresses']).toEqual([expect.objectContaining({ nodeName: 'n1' })]);
    expect(before?.['ports']).toEqual([{ name: 'http', port: 8080, protocol: 'TCP' }]);
  });

  it('go with their Service', async () => {
    reportPod(world.cluster, 'a', 'ready');
    add();
    await world.until('it is there', () => endpoint('a') !== undefined);

    world.cluster.delete('services', 'shop', 'web');

    await world.until('the slice is gone', () => slices().length === 0);
    expect(slices()).toEqual([]);
  });
});
