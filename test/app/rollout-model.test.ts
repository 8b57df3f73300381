import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasEnded } from '../../src/core/rollout/rollout.ts';
import type { Phase, Rollout } from '../../src/core/rollout/rollout.ts';
import { TickRunner } from '../../src/app/run-tick.ts';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { aShop, cordonedNodes } from './a-shop.ts';

const GROUP = 'workers';
const SECOND = 1_000;

/** Nodes of the shop: a rollout of two has a canary, another one, and an end. */
const NODES = 2;

/** The automaton of a slot: where a rollout may go from where it is. A phase without an arrow is its end. */
const NEXT: Readonly<Partial<Record<Phase, readonly Phase[]>>> = {
  preflight: ['blocked', 'awaiting-approval', 'refused', 'cancelled'],
  blocked: ['preflight', 'awaiting-approval', 'cancelled', 'expired'],
  'awaiting-approval': ['approved', 'rejected', 'cancelled', 'expired'],
  approved: ['running', 'paused', 'stale-plan', 'cancelled', 'aborting', 'halting', 'holding'],
  running: ['holding', 'paused', 'verifying', 'halting', 'aborting'],
  holding: ['running', 'approved', 'paused', 'verifying', 'halting', 'aborting'],
  paused: ['approved', 'running', 'halting', 'aborting'],
  verifying: ['succeeded', 'paused', 'halting', 'aborting', 'rolled-back', 'rollback-incomplete'],
  halting: ['halted', 'aborting', 'paused'],
  halted: ['approved', 'aborting'],
  aborting: ['aborted', 'paused', 'rollback-incomplete'],
};

/** Nothing is predicted but the automaton: words cross each other, and which of them counts is for the slot to say. */
type Model = object;

/** The real thing, its engine that can be started anew, and what is under way. */
interface Real {
  readonly company: SmallCompany;
  runner: TickRunner;
  /** Looks are taken one after the other, as an engine does. */
  looking: Promise<unknown>;
  readonly underWay: Promise<unknown>[];
}

type Command = fc.AsyncCommand<Model, Real>;

/** A person's word. It is not waited for: looks and other words come between. */
class Say implements Command {
  readonly user: string;
  readonly verb: string;

  constructor(user: string, verb: string) {
    this.user = user;
    this.verb = verb;
  }

  check = (): boolean => true;
  toString = (): string => `${this.verb}(${this.user})`;

  async run(_model: Model, { company, underWay }: Real): Promise<void> {
    const said =
      this.verb === 'ask' ? company.type(this.user, `prod ${GROUP}`) : company.press(this.user, this.verb);
    underWay.push(said);
  }
}

/** Something that needs nobody's consent: a look of the engine, time, trouble. */
class Happens implements Command {
  readonly name: string;
  readonly happen: (real: Real) => void | Promise<unknown>;

  constructor(name: string, happen: Happens['happen']) {
    this.name = name;
    this.happen = happen;
  }

  check = (): boolean => true;
  toString = (): string => this.name;

  async run(_model: Model, real: Real): Promise<void> {
    const happening = this.happen(real);
    if (happening) real.underWay.push(happening);
  }
}

const HAPPENINGS: readonly Happens[] = [
  new Happens('look', async (real) => look(real, 1)),
  new Happens('look for a while', async (real) => look(real, 40)),
  new Happens('half an hour passes', async ({ company }) => company.world.clock.advance(31 * 60 * SECOND)),
  new Happens('the engine is started anew', (real) => {
    const { company } = real;
    real.runner = new TickRunner();
    company.self = {
      ...company.self,
      leader: { ...company.self.leader, epoch: company.self.leader.epoch + 1 },
    };
  }),
  new Happens(
    'Redis is wiped',
    ({ company }) => void (company.ports.queue as unknown as { take(): unknown }).take(),
  ),
  new Happens('a node is lost', ({ company: { world } }) => {
    const [first] = world.cloud.groups.get(GROUP)?.instances ?? [];
    if (first) world.cloud.terminate(GROUP, first.instanceId);
  }),
  new Happens('another release comes out', ({ company }) => company.world.releaseNext(GROUP)),
  new Happens('the brake is pulled', ({ company }) => company.slots.pullBrake(GROUP)),
  new Happens('the brake is taken off', ({ company }) => company.slots.liftBrake(GROUP)),
];

const words = fc
  .tuple(
    fc.constantFrom('UANN', 'UBOB', 'UBOB', 'UCAT', 'UDAN'),
    fc.constantFrom('ask', 'approve', 'approve', 'reject', 'cancel', 'pause', 'resume', 'abort'),
  )
  .map(([user, verb]) => new Say(user, verb));

test(
  'whatever people say and whatever happens, looks between any two writes: a rollout takes the ways it has, and ends',
  async () => {
    const commands = fc.commands([words, ...HAPPENINGS.map((one) => fc.constant(one))], {
      maxCommands: 14,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), commands, async (scheduler, hasBegun, list) => {
        const company = await aShop({ windowMs: 20 * SECOND, canaryWindowMs: 20 * SECOND }, NODES);
        const wrong = watch(company);
        const real: Real = { company, runner: new TickRunner(), looking: Promise.resolve(), underWay: [] };
        await company.type('UANN', `prod ${GROUP}`);
        if (hasBegun) await begin(real);
        const { slots } = company;
        const [read, save] = [slots.read.bind(slots), slots.save.bind(slots)];
        const turn = async (what: string): Promise<unknown> => scheduler.schedule(Promise.resolve(), what);
        slots.read = async (...args) => turn('read').then(async () => read(...args));
        slots.save = async (...args) => turn('save').then(async () => save(...args));
        await fc.scheduledModelRun(scheduler, () => ({ model: {}, real }), list);
        await scheduler.waitFor(Promise.all(real.underWay));
        slots.read = read;
        slots.save = save;

        await stop(real);
        expect(wrong).toEqual([]);
        expect(await cordonedNodes(company)).toEqual([]);
        expect(hasEnded(company.rollout.phase), company.rollout.phase).toBe(true);
      }),
      { numRuns: RUNS },
    );
  },
  120 * SECOND,
);

const RUNS = 40;

async function look(real: Real, times: number): Promise<void> {
  const { company } = real;
  real.looking = real.looking.then(async () => {
    for (let count = 0; count < times; count++) {
      const outcome = await real.runner.run(company.ports, company.settings, company.self);
      if (outcome.kind === 'wait')
        await company.world.clock.advance(Math.min(Math.max(outcome.forMs, 1), 60 * SECOND));
    }
  });
  await real.looking;
}

async function begin(real: Real): Promise<void> {
  await real.company.press('UBOB', 'approve');
  await look(real, 8);
}

/** Somebody ends it, and it is looked after until it rests. */
async function stop(real: Real): Promise<void> {
  const { company } = real;
  company.slots.liftBrake(GROUP);
  for (let turn = 0; turn < 3 && !hasEnded(company.rollout.phase); turn++) {
    await company.press('UBOB', 'abort');
    await company.press('UANN', 'cancel');
    await look(real, 150);
  }
}

/** What happens against the rules, in words. */
function watch({ slots, audit }: SmallCompany): readonly string[] {
  const wrong: string[] = [];
  slots.onChange((_group, before, after) => {
    const [old, now] = [before?.slot.rollout, after?.slot.rollout];
    if (!now || old?.id !== now.id) return;
    if (old.phase !== now.phase && !NEXT[old.phase]?.includes(now.phase))
      wrong.push(`${old.phase} became ${now.phase}`);
    if (isTaken(old, now) && now.phase !== 'running') wrong.push(`a node is taken while it is ${now.phase}`);
    if (now.startedAt === undefined && intentsOf(now, audit) > 0) wrong.push('an effect before its approval');
    if (now.results.length < old.results.length) wrong.push('what was done is forgotten');
  });
  return wrong;
}

function isTaken(old: Rollout, now: Rollout): boolean {
  return now.active?.purpose === 'replace' && now.active.node.uid !== old.active?.node.uid;
}

function intentsOf({ id }: Rollout, { entries }: SmallCompany['audit']): number {
  return entries.filter(({ stage, rollout, action }) => stage === 'intent' && rollout === id && action !== '')
    .length;
}
