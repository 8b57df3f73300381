import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/sandbox/kubernetes/cluster.ts';
import type { ImageBook, MachineFeed } from '../../../src/sandbox/machines.ts';
import { exposedByNodes, openMetricsText } from '../../../src/sandbox/metrics/exposition.ts';
import { NodeMeters } from '../../../src/sandbox/metrics/node-meters.ts';
import { createRandom } from '../../../src/sandbox/random.ts';

function aNode(name: string, ready = 'True'): object {
  return {
    metadata: { name, uid: `uid-${name}` },
    status: { capacity: { cpu: '4', memory: '16000000Ki' }, conditions: [{ type: 'Ready', status: ready }] },
  };
}

/** Two ordinary nodes, one of an image that keeps it busy, and one that is not Ready. */
function meters(): NodeMeters {
  const cluster = {
    list: () => [aNode('n1'), aNode('n2'), aNode('hot'), aNode('gone', 'Unknown')],
  } as unknown as Cluster;
  const machines = {
    machines: () => [{ privateDnsName: 'hot', imageId: 'ami-hot' }],
  } as unknown as MachineFeed;
  const images = new Map([['ami-hot', { heats: { share: 0.97 } }]]) as unknown as ImageBook;
  return new NodeMeters({ cluster, machines, images, random: createRandom(5) });
}

describe('nodes of the world', () => {
  it('are busy as their image is, and their programs wait only where they are crowded', () => {
    const nodes = meters();
    for (let step = 0; step < 100; step++) nodes.step(5);
    const told = nodes.nodes();

    expect(told.map(({ name }) => name)).toEqual(['n1', 'n2', 'hot']);
    const busy = told.map(({ cpuSeconds: { user, idle } }) => user / (user + idle));
    expect(busy).toEqual([expect.closeTo(0.35, 1), expect.closeTo(0.35, 1), expect.closeTo(0.97, 1)]);
    expect(told.map(({ waitedSeconds }) => waitedSeconds / 500 > 0.1)).toEqual([false, false, true]);
    expect(told[0]!.cpuSeconds.user + told[0]!.cpuSeconds.idle).toBeCloseTo(4 * 500, 3);
    expect(told[2]).toMatchObject({ cpuNanocores: expect.closeTo(3.9e9, -9) as number });
    expect(told[0]!.memoryBytes).toBeGreaterThan(1e9);
  });

  it('tell it in the names of node_exporter', () => {
    const nodes = meters();
    nodes.step(5);
    const text = openMetricsText(exposedByNodes(nodes.nodes()));

    expect(text).toContain(
      '# TYPE node_cpu_seconds counter\nnode_cpu_seconds_total{node="n1",cpu="0",mode="idle"} ',
    );
    for (const what of ['cpu_waiting', 'memory_stalled', 'io_stalled'])
      expect(text).toContain(`node_pressure_${what}_seconds_total{node="hot"} `);
  });
});
