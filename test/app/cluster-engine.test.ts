import { expect, test } from 'vitest';
import { ClusterEngine } from '../../src/app/cluster-engine.ts';
import { Leadership } from '../../src/app/leadership.ts';
import { SingleFlight } from '../../src/app/single-flight.ts';
import { PortError } from '../../src/ports/port-error.ts';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { MemoryLeaseStore } from '../fakes/ports/memory-lease-store.ts';
import { aShop } from './a-shop.ts';

test('an engine that stops waits for the word it is saying, so that its successor can find it', async () => {
  const company = await aShop();
  const { world } = company;
  let said = (): void => undefined;
  const chat = Object.create(company.chat) as typeof company.chat;
  chat.post = async () =>
    new Promise((resolve) => {
      said = () => resolve({ kind: 'posted', ts: '1.1' });
    });
  const { engine } = await aLeadingEngine(company, { chat });
  engine.start();
  await company.type('UANN', 'prod workers');
  const talk = engine.announce('workers');
  await world.clock.advance(100);
  let stopped = false;
  const stopping = engine.stop().then(() => {
    stopped = true;
  });
  await world.clock.advance(2_000);
  expect(stopped).toBe(false);

  said();
  await world.clock.advance(2_000);
  await Promise.all([talk, stopping]);
  expect(stopped).toBe(true);
});

test('a conversation that could not be noted in the cluster is tried again in seconds, not at the next round of the reconciler (sim seed 22414475)', async () => {
  const company = await aShop();
  const { ports, world } = company;
  let failures = 0;
  const threads: typeof ports.threads = {
    read: async (nodeGroup) => ports.threads.read(nodeGroup),
    save: async (nodeGroup, state) => {
      if (failures-- > 0) throw new PortError('unavailable', 'save thread', 'the API server is away');
      return ports.threads.save(nodeGroup, state);
    },
  };
  const { engine } = await aLeadingEngine(company, { threads });
  engine.start();
  await world.clock.advance(5_000);
  await company.type('UANN', 'prod workers');
  failures = 1;
  await expect(engine.announce('workers')).rejects.toThrow('the API server is away');
  const said = await ports.threads.read('workers');

  await world.clock.advance(8_000);

  expect(await ports.threads.read('workers')).not.toEqual(said);
  await engine.stop();
});

test('an engine whose lease nearly ran out goes on as soon as it is renewed, not at the next round of the reconciler', async () => {
  const company = await aShop();
  const { world } = company;
  const { engine, leader } = await aLeadingEngine(company);
  await company.approve();
  // The API server was away for so long that too little of the lease is left for an effect.
  await world.clock.advance(11_000);
  const before = world.effects.length;
  expect(await engine.tick('workers')).toEqual({ kind: 'not-leading' });

  engine.start();
  await leader.tryOnce();
  await world.clock.advance(4_000);

  expect(world.effects.length).toBeGreaterThan(before);
  await engine.stop();
});

/** An engine of the company that has just won the lease; `changed`: ports that are others than the company's. */
async function aLeadingEngine(
  { ports, settings, self, world }: SmallCompany,
  changed: Partial<SmallCompany['ports']> = {},
): Promise<{ readonly engine: ClusterEngine; readonly leader: Leadership }> {
  const parts = { lease: new MemoryLeaseStore(), clock: world.clock, log: ports.log };
  const times = { durationMs: 15_000, renewMs: 10_000, retryMs: 2_000 };
  const leader = new Leadership(parts, 'e1', times, () => undefined);
  await leader.tryOnce();
  const engine = new ClusterEngine({
    groups: [
      { settings, ports: { ...ports, ...changed }, own: { node: undefined }, plans: new SingleFlight() },
    ],
    leader,
    self: { ...self, leader },
    wakes: { start: () => ({ stop: () => undefined }) },
    pace: { waitMs: () => 0, drawn: () => undefined },
    slotName: (nodeGroup) => `drover-${nodeGroup}`,
  });
  return { engine, leader };
}
