import { describe, expect, it } from 'vitest';
import { PortError } from '../../src/ports/port-error.ts';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { aShop } from './a-shop.ts';

const MINUTE = 60_000;

describe('a rollout that can look, and whose effects all fail', () => {
  it('holds once, says so once, and asks a person when that lasts', async () => {
    const company = await aShop();
    await company.approve();
    const mend = fillAuditLog(company);
    await ticksFor(company, 20 * MINUTE);

    mend();
    const { phase, problem } = await company.run();
    expect({ phase, problem }).toMatchObject({ phase: 'paused', problem: { kind: 'dependency-down' } });
    expect([told(company, 'held'), told(company, 'hold-over')]).toEqual([1, 0]);
  });

  it('goes on holding though each attempt is noted: a note does not show that the effect behind it succeeds', async () => {
    const company = await aShop();
    await company.approve();
    const refused = company.world.faults.add({
      operation: 'set desired',
      error: new PortError('unavailable', 'autoscaling:SetDesiredCapacity', 'is busy'),
      times: Number.POSITIVE_INFINITY,
    });
    await ticksFor(company, 20 * MINUTE);

    refused();
    const { phase, problem } = await company.run();
    expect({ phase, problem }).toMatchObject({ phase: 'paused', problem: { kind: 'dependency-down' } });
    expect([told(company, 'held'), told(company, 'hold-over')]).toEqual([1, 0]);
  });

  it('goes on by itself when they succeed again, and says so', async () => {
    const company = await aShop();
    await company.approve();
    const mend = fillAuditLog(company);
    await ticksFor(company, 3 * MINUTE);
    expect(company.rollout.phase).toBe('holding');
    mend();

    expect((await company.run()).phase).toBe('succeeded');
    expect([told(company, 'held'), told(company, 'hold-over')]).toEqual([1, 1]);
  });

  it('says so while things are put back, too, and goes on with that', async () => {
    const company = await aShop();
    await company.approve();
    await company.run(({ active }) => active?.drainStartedAt !== undefined);
    await company.press('UANN', 'abort');
    const mend = fillAuditLog(company);
    await ticksFor(company, 3 * MINUTE);
    const { phase, hold } = company.rollout;
    expect({ phase, why: hold?.reason }).toMatchObject({
      phase: 'aborting',
      why: expect.stringContaining('no space left') as string,
    });
    mend();

    const ended = await company.run();
    expect({ phase: ended.phase, hold: ended.hold }).toEqual({ phase: 'aborted', hold: undefined });
    expect([told(company, 'held'), told(company, 'hold-over')]).toEqual([1, 1]);
  });
});

/** Nothing is done without a line in the audit log. */
function fillAuditLog({ audit }: SmallCompany): () => void {
  const append = audit.append.bind(audit);
  audit.append = async () => {
    throw new PortError('unavailable', 'append audit', 'no space left on device');
  };
  return () => {
    audit.append = append;
  };
}

async function ticksFor(company: SmallCompany, ms: number): Promise<void> {
  const { clock } = company.world;
  const end = clock.now() + ms;
  while (clock.now() < end) {
    const outcome = await company.tick();
    await clock.advance(outcome.kind === 'wait' ? Math.max(outcome.forMs, 1) : MINUTE);
  }
}

function told({ rollout }: SmallCompany, kind: string): number {
  return rollout.story.filter((event) => event.kind === kind).length;
}
