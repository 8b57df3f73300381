import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasEnded } from '../../src/core/rollout/rollout.ts';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { aShop } from './a-shop.ts';

const NEEDED = 2;
const PEOPLE = ['UANN', 'UBOB', 'UCAT', 'UDAN'] as const;
const APPROVERS: readonly string[] = ['UBOB', 'UCAT'];
type User = (typeof PEOPLE)[number];

/** The automaton of one request: who asked, who has approved, and how it stands. */
interface Model {
  state: 'nothing' | 'waiting' | 'approved' | 'over';
  votes: Set<string>;
}

type Command = fc.AsyncCommand<Model, SmallCompany>;

/** A request by UANN. While there is another one it changes nothing. */
class Ask implements Command {
  check = ({ state }: Readonly<Model>): boolean => state !== 'approved';
  toString = (): string => 'ask';

  async run(model: Model, company: SmallCompany): Promise<void> {
    await company.type('UANN', 'prod workers');
    if (model.state !== 'waiting') Object.assign(model, { state: 'waiting', votes: new Set() });
    holds(model, company);
  }
}

/** A vote counts for those who may approve, once, never for who asked. `stale`: pressed on the card of another plan. */
class Approve implements Command {
  readonly user: User;
  readonly stale: boolean;

  constructor(user: User, stale: boolean) {
    this.user = user;
    this.stale = stale;
  }

  check = ({ state }: Readonly<Model>): boolean => state !== 'nothing';
  toString = (): string => `approve(${this.user}${this.stale ? ', stale' : ''})`;

  async run(model: Model, company: SmallCompany): Promise<void> {
    await company.press(this.user, 'approve', this.stale ? { planHash: 'f'.repeat(64) } : {});
    const counts = model.state === 'waiting' && !this.stale && APPROVERS.includes(this.user);
    if (counts) model.votes.add(this.user);
    if (model.state === 'waiting' && model.votes.size >= NEEDED) model.state = 'approved';
    holds(model, company);
  }
}

/** An approver rejects; who asked takes it back; nobody else does either. */
class Reject implements Command {
  readonly user: User;

  constructor(user: User) {
    this.user = user;
  }

  check = ({ state, votes }: Readonly<Model>): boolean => state === 'waiting' && !votes.has(this.user);
  toString = (): string => `reject(${this.user})`;

  async run(model: Model, company: SmallCompany): Promise<void> {
    await company.press(this.user, 'reject');
    if (this.user === 'UANN' || APPROVERS.includes(this.user)) model.state = 'over';
    holds(model, company);
  }
}

/** Half an hour passes, and the engine looks: what waits expires. */
class Expire implements Command {
  check = ({ state }: Readonly<Model>): boolean => state === 'waiting';
  toString = (): string => 'expire';

  async run(model: Model, company: SmallCompany): Promise<void> {
    await company.world.clock.advance(31 * 60_000);
    await company.tick();
    model.state = 'over';
    holds(model, company);
  }
}

function holds({ state, votes }: Model, company: SmallCompany): void {
  const { phase, approvals, requestedBy } = company.rollout;
  const shown =
    phase === 'awaiting-approval'
      ? 'waiting'
      : phase === 'approved'
        ? 'approved'
        : hasEnded(phase)
          ? 'over'
          : phase;
  expect(shown).toBe(state);
  const voters = approvals.map(({ by }) => by.id);
  expect(new Set(voters)).toEqual(votes);
  expect(voters).toHaveLength(votes.size);
  expect(voters).not.toContain(requestedBy.id);
}

async function companyOfTwo(): Promise<SmallCompany> {
  const company = await aShop({}, 2);
  (company.settings.approvers as { needed: number }).needed = NEEDED;
  return company;
}

const user = fc.constantFrom(...PEOPLE);

test('whatever people click in whatever order, exactly the votes that may count do', async () => {
  const commands = fc.commands(
    [
      fc.constant(new Ask()),
      fc.tuple(user, fc.boolean()).map(([who, stale]) => new Approve(who, stale)),
      user.map((who) => new Reject(who)),
      fc.constant(new Expire()),
    ],
    { maxCommands: 12 },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (list) => {
      const company = await companyOfTwo();
      const model: Model = { state: 'nothing', votes: new Set() };
      await fc.asyncModelRun(() => ({ model, real: company }), list);
      expect(model.votes.size).toBeLessThanOrEqual(NEEDED);
    }),
    { numRuns: 60 },
  );
});

test('clicks of the same moment are each counted once or refused, however their writes interleave', async () => {
  const clicks = fc.array(
    fc.record({ who: user, verb: fc.constantFrom('approve', 'approve', 'approve', 'reject', 'cancel') }),
    { minLength: 2, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), clicks, async (scheduler, list) => {
      const company = await companyOfTwo();
      await company.type('UANN', 'prod workers');
      const { slots } = company;
      const [read, save] = [slots.read.bind(slots), slots.save.bind(slots)];
      slots.read = scheduler.scheduleFunction(read);
      slots.save = scheduler.scheduleFunction(save);
      const answers = Promise.all(list.map(async ({ who, verb }) => company.press(who, verb)));
      await scheduler.waitFor(answers);

      const { phase, approvals, requestedBy } = company.rollout;
      const voters = approvals.map(({ by }) => by.id);
      expect(new Set(voters).size).toBe(voters.length);
      expect(voters.every((id) => APPROVERS.includes(id) && id !== requestedBy.id)).toBe(true);
      expect(voters.length === NEEDED || phase !== 'approved').toBe(true);
      expect(['approved', 'awaiting-approval', 'rejected', 'cancelled']).toContain(phase);
      const stops = list.some(
        ({ who, verb }) => verb !== 'approve' && (who === 'UANN' || APPROVERS.includes(who)),
      );
      const approving = new Set(list.map(({ who }) => who).filter((who) => APPROVERS.includes(who)));
      expect(stops || voters.length === approving.size).toBe(true);
    }),
    { numRuns: 150 },
  );
});
