import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrometheusMetrics } from '../../../src/adapters/metrics/prometheus-metrics.ts';
import type { AlertChoice } from '../../../src/adapters/metrics/prometheus-settings.ts';
import { SystemClock } from '../../../src/adapters/system/system-clock.ts';
import { hasPrometheus, startPrometheus } from './a-prometheus.ts';
import type { RealPrometheus, Told } from './a-prometheus.ts';
import { startOwnEndpoint } from './an-own-endpoint.ts';
import { prometheusSettings } from './prometheus-settings.ts';
import { counter, told } from './told-shop.ts';

const MINUTE = 60_000;

describe.skipIf(!hasPrometheus())('what a real Prometheus says of alerts and nodes', () => {
  whatItSays(startPrometheus);
});

describe("what the sandbox's own endpoint says of alerts and nodes", () => {
  whatItSays(startOwnEndpoint);
});

function alert(now: number, labels: Readonly<Record<string, string>>): Told {
  return told('ALERTS', { alertstate: 'firing', severity: 'critical', ...labels }, now, () => '1');
}

/** Seconds of one CPU a second: so much of it idle; and so much time in which programs wait for it. */
function cpu(
  now: number,
  place: Readonly<Record<string, string>>,
  idle: number,
  waiting: number,
): readonly Told[] {
  return [
    counter('node_cpu_seconds_total', { ...place, cpu: '0', mode: 'idle' }, idle, now),
    counter('node_cpu_seconds_total', { ...place, cpu: '0', mode: 'user' }, 0.9 - idle, now),
    counter('node_cpu_seconds_total', { ...place, cpu: '0', mode: 'system' }, 0.1, now),
    counter('node_pressure_cpu_waiting_seconds_total', place, waiting, now),
  ];
}

function whatItSays(start: (told: readonly Told[]) => Promise<RealPrometheus>): void {
  let server: RealPrometheus;
  const opened: PrometheusMetrics[] = [];

  beforeAll(async () => {
    const now = Date.now() / 1_000;
    server = await start([
      alert(now, { alertname: 'CartIsDown', namespace: 'shop', pod: 'cart-1' }),
      alert(now, { alertname: 'CartIsDown', namespace: 'shop', pod: 'cart-2' }),
      alert(now, { alertname: 'DiskIsFull', instance: '10.0.0.9:9100' }),
      alert(now, { alertname: 'PayIsSlow', namespace: 'shop', severity: 'warning' }),
      alert(now, { alertname: 'PayIsDown', namespace: 'pay' }),
      alert(now, { alertname: 'WillBeDown', namespace: 'shop', alertstate: 'pending' }),
      alert(now, { alertname: 'Watchdog', namespace: 'shop' }),
      alert(now, { alertname: 'Elsewhere', namespace: 'shop', cluster: 'another' }),
      ...cpu(now, { node: 'n1' }, 0.05, 0.4),
      ...cpu(now, { node: 'n2' }, 0.6, 0.01),
      ...cpu(now, { instance: '10.0.0.3:9100' }, 0.5, 0.02),
      counter('node_cpu_seconds_total', { instance: '10.0.0.33:9100', cpu: '0', mode: 'idle' }, 1, now),
    ]);
  }, 60_000);

  afterAll(async () => {
    for (const metrics of opened) await metrics.close();
    await server.close();
  });

  async function alerts(
    choice: Partial<AlertChoice>,
    ...namespaces: readonly string[]
  ): Promise<readonly string[]> {
    const answer = await ask({
      severities: ['critical'],
      names: [],
      ignore: [],
      labels: {},
      ...choice,
    }).alerts(namespaces);
    if (answer.kind !== 'measured') throw new Error(answer.why);
    return answer.value.map(({ shown }) => shown).toSorted();
  }

  function ask(choice?: AlertChoice): PrometheusMetrics {
    const metrics = new PrometheusMetrics(
      prometheusSettings(server.url, { alerts: choice }),
      new SystemClock({ scale: 1, anchor: 0 }),
      'drover/test',
    );
    opened.push(metrics);
    return metrics;
  }

  it('tells what fires in these namespaces or in none, each alert once, and not what only shows that alerts work', async () => {
    expect(await alerts({}, 'shop')).toEqual([
      'CartIsDown (critical) in shop',
      'DiskIsFull (critical)',
      'Elsewhere (critical) in shop',
    ]);
  });

  it('tells other severities, names wherever they fire, and leaves out what is to be ignored or of another cluster', async () => {
    expect(await alerts({ severities: ['warning'], names: ['PayIsDown'] }, 'shop')).toEqual([
      'PayIsDown (critical) in pay',
      'PayIsSlow (warning) in shop',
    ]);
    expect(
      await alerts({ ignore: ['DiskIsFull', 'Cart.*'], labels: { cluster: 'another' } }, 'shop'),
    ).toEqual(['Elsewhere (critical) in shop']);
    expect(await alerts({}, 'nowhere')).toEqual(['DiskIsFull (critical)']);
  });

  it.each(['a"} or vector(1) #', 'a\\', 'a\nb', '.*', 'shop|pay', '{', 'x'.repeat(253)])(
    'no name changes what is asked: %j',
    async (hostile) => {
      expect(await alerts({}, hostile)).toEqual(['DiskIsFull (critical)']);
      expect(await alerts({ severities: [], names: [hostile] }, 'shop')).toEqual([]);
      expect(await alerts({ labels: { cluster: hostile } }, 'shop')).toEqual([]);
      expect(await ask().nodes([{ name: hostile, address: hostile }], MINUTE)).toMatchObject({
        kind: 'no-data',
      });
    },
  );

  it('is not asked for alerts that nobody wants', async () => {
    expect(await ask().alerts(['shop'])).toMatchObject({ kind: 'not-offered' });
  });

  it('tells how busy nodes are and how long programs waited, by the label for their names', async () => {
    expect(await ask().nodes([{ name: 'n1' }, { name: 'n2' }], 2 * MINUTE)).toEqual({
      kind: 'measured',
      value: [
        {
          node: 'n1',
          shares: { 'node-cpu': expect.closeTo(0.95, 2), 'cpu-pressure': expect.closeTo(0.4, 2) },
        },
        {
          node: 'n2',
          shares: { 'node-cpu': expect.closeTo(0.4, 2), 'cpu-pressure': expect.closeTo(0.01, 2) },
        },
      ],
    });
  });

  it('tells it by the address where nodes have no label, and of exactly that address', async () => {
    expect(await ask().nodes([{ name: 'n3', address: '10.0.0.3' }], 2 * MINUTE)).toMatchObject({
      kind: 'measured',
      value: [{ node: 'n3', shares: { 'node-cpu': expect.closeTo(0.5, 2) } }],
    });
    expect(await ask().nodes([{ name: 'n4', address: '10.0.0.4' }], 2 * MINUTE)).toMatchObject({
      kind: 'no-data',
    });
  });
}
