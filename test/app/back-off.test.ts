import { describe, expect, it } from 'vitest';
import { ClusterEngine } from '../../src/app/cluster-engine.ts';
import { Leadership } from '../../src/app/leadership.ts';
import { PortError } from '../../src/ports/port-error.ts';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { SingleFlight } from '../../src/app/single-flight.ts';
import { MemoryLeaseStore } from '../fakes/ports/memory-lease-store.ts';
import { aShop } from './a-shop.ts';

const MINUTE = 60_000;

describe('an engine whose looks fail', () => {
  it('looks again after longer and longer, however much happens in the cluster meanwhile', async () => {
    const { company, engine, change } = await anEngineAtWork();
    const fail = company.world.faults.add({
      operation: 'describe',
      error: new PortError('unavailable', 'describe', 'no answer'),
      times: Number.POSITIVE_INFINITY,
    });
    const before = failures(company);
    for (let second = 0; second < 120; second++) {
      change('pods', 'cart-1');
      await company.world.clock.advance(1_000);
    }
    // From 0.2 s up to 10 s, by chance a little sooner each time.
    expect(failures(company) - before).toBeGreaterThan(12);
    expect(failures(company) - before).toBeLessThan(45);

    fail();
    await company.world.clock.advance(11_000);
    const after = failures(company);
    await company.world.clock.advance(MINUTE);
    expect(failures(company)).toBe(after);
    await engine.stop();
  });

  it('does not keep a person waiting who pulls the brake', async () => {
    const { company, engine, change } = await anEngineAtWork();
    company.world.faults.add({
      operation: 'describe',
      error: new PortError('unavailable', 'describe', 'no answer'),
      times: Number.POSITIVE_INFINITY,
    });
    await company.world.clock.advance(MINUTE);
    company.slots.pullBrake('workers');
    expect(await engine.tick('workers')).toMatchObject({ kind: 'wait', why: 'the last look failed' });
    change('configmaps', 'drover-workers');
    await engine.tick('workers');
    expect(company.rollout.phase).toBe('halting');
    await engine.stop();
  });
});

function failures({ log }: SmallCompany): number {
  return log.lines.filter(({ message }) => message === 'a tick failed').length;
}

/** A rollout that is under way, led by one engine, and how to tell that engine of a change in the cluster. */
async function anEngineAtWork(): Promise<{
  company: SmallCompany;
  engine: ClusterEngine;
  change: (kind: string, name: string) => void;
}> {
  const company = await aShop();
  const { ports, settings, self, world } = company;
  const parts = { lease: new MemoryLeaseStore(), clock: world.clock, log: ports.log };
  const times = { durationMs: 15_000, renewMs: 10_000, retryMs: 2_000 };
  const leader = new Leadership(parts, 'e1', times, () => undefined);
  let tell: (kind: string, namespace: string | undefined, name: string) => void = () => undefined;
  const engine = new ClusterEngine({
    groups: [{ settings, ports, own: { node: undefined }, plans: new SingleFlight() }],
    leader,
    self: { ...self, leader },
    wakes: {
      start: (onChange) => {
        tell = onChange;
        return { stop: () => undefined };
      },
    },
    pace: { waitMs: () => 0, drawn: () => undefined },
    slotName: (nodeGroup) => `drover-${nodeGroup}`,
  });
  void leader.run();
  await company.approve();
  engine.start();
  await world.clock.advance(20_000);
  return { company, engine, change: (kind, name) => tell(kind, undefined, name) };
}
