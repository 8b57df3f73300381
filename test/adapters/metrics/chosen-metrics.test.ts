import { describe, expect, it } from 'vitest';
import { ChosenMetrics } from '../../../src/adapters/metrics/chosen-metrics.ts';
import { measured } from '../../../src/core/health/measured.ts';
import type { SeriesChoice } from '../../../src/core/health/series-choice.ts';
import { MemoryMetrics } from '../../fakes/ports/memory-metrics.ts';

const COHORT = { workload: 'Deployment/shop/cart', namespace: 'shop', pods: ['cart-1'] };

describe('the metrics of a cluster', () => {
  it("take the configuration's choice before the workload's own", async () => {
    const asked: SeriesChoice[] = [];
    const requests = new MemoryMetrics();
    requests.find = async (_, choice) => {
      asked.push(choice);
      return Promise.resolve({ kind: 'not-offered', why: 'x' });
    };
    const metrics = new ChosenMetrics({ requests, choices: { 'Deployment/shop/cart': 'none' } });
    await metrics.find(COHORT, { kind: 'known' });
    await metrics.find({ ...COHORT, workload: 'Deployment/shop/web' }, { kind: 'known' });

    expect(asked).toEqual([{ kind: 'none' }, { kind: 'known' }]);
  });

  it('ask another source for what containers use, look as often as the slower one, and need both', async () => {
    const [requests, use] = [new MemoryMetrics(), new MemoryMetrics()];
    Object.assign(use, { name: 'another', scrapeMs: 60_000 });
    use.use = async () => Promise.resolve(measured({ memoryShare: 0.9 }));
    const metrics = new ChosenMetrics({ requests, use, choices: {} });

    expect(await metrics.use(COHORT, 1)).toEqual(measured({ memoryShare: 0.9 }));
    expect([metrics.name, metrics.scrapeMs]).toEqual(['metrics in memory and another', 60_000]);
    expect(await metrics.check()).toMatchObject({ kind: 'measured' });
    use.away = 'it is away';
    expect(await metrics.check()).toEqual({ kind: 'error', why: 'it is away' });
  });
});
