import { INBOX_QUEUE } from '../../../jobs/definitions.ts';
import type { InboxItem } from '../../../src/core/request/inbox-item.ts';
import { hasEnded } from '../../../src/core/rollout/rollout.ts';
import type { ShownMessage } from '../../fakes/ports/memory-chat.ts';
import type { Chance } from '../kernel/chance.ts';
import { GROUP } from '../kernel/the-group.ts';
import type { Sim } from '../kernel/sim.ts';
import { shownIn } from '../kernel/sim-renderer.ts';
import type { ShownState } from '../kernel/sim-renderer.ts';

/** Who may vote here, by name or through a group; `UANN` asks. */
const APPROVERS = ['UBOB', 'UCAT', 'UEVE'];
const STRANGERS = ['UDAN', 'UBOT', 'UGUEST', 'UEXT'];
const VERBS = ['approve', 'reject', 'pause', 'resume', 'retry', 'abort', 'cancel', 'rollback', 'rerun'];
const COMMANDS = ['pause', 'resume', 'abort', 'status', 'prod workers', 'prod workers --dry-run', 'help'];

/** People in the chat: one who asks, some who approve and steer, and others who click on whatever there is. */
export class People {
  /** Who pressed Approve on a plan, being somebody who may: by the plan's hash. */
  readonly approvals = new Map<string, Set<string>>();
  readonly #sim: Sim;
  readonly #chance: Chance;
  /** How quickly those react who are there to react, ms. */
  readonly #reactMs: number;
  /** How long they stay when all is over, ms. */
  readonly #goAfterMs: number;
  #deliveries = 0;
  #resting = false;
  #endings = 0;

  constructor(sim: Sim) {
    this.#sim = sim;
    this.#chance = sim.chance.fork('people');
    this.#goAfterMs = this.#chance.between(30_000, 240_000);
    this.#reactMs = this.#chance.is(0.9) ? this.#chance.between(3_000, 40_000) : 600_000;
  }

  start(): void {
    this.#often('click-at-random', () => this.#clickAtRandom([...APPROVERS, 'UANN']));
    this.#often('click-of-stranger', () => this.#clickAtRandom(STRANGERS));
    this.#sim.clock.after(this.#chance.between(6_000, 15_000), () => this.#ask());
    this.#sim.clock.after(this.#reactMs, () => this.#react());
  }

  /** What they came for is done, one way or the other, and has been for a while. */
  get isDone(): boolean {
    const { slot, witness } = this.#sim;
    return (
      slot?.rollout !== undefined && hasEnded(slot.rollout.phase) && witness.unchangedMs > this.#goAfterMs
    );
  }

  rest(): void {
    this.#resting = true;
  }

  /** Ends what waits for a person: goes on, goes back, or aborts. False if nothing waits. */
  endIt(): boolean {
    const rollout = this.#sim.slot?.rollout;
    if (!rollout || hasEnded(rollout.phase) || rollout.phase === 'blocked') return false;
    this.#endings += 1;
    if (rollout.phase === 'awaiting-approval' || rollout.phase === 'preflight') return false;
    const verb = this.#endings < 3 && this.#chance.is(0.5) ? 'resume' : 'abort';
    this.#sim.slots.liftBrake(GROUP);
    this.#send('UBOB', { kind: 'command', text: `${verb} ${rollout.id}`, triggerId: 't' });
    return true;
  }

  /** Somebody wants the group patched, and asks again when nothing came of it. */
  #ask(): void {
    if (this.#resting) return;
    const rollout = this.#sim.slot?.rollout;
    if (!rollout || (hasEnded(rollout.phase) && rollout.phase !== 'succeeded' && this.#chance.is(0.3)))
      this.#send('UANN', { kind: 'command', text: 'prod workers', triggerId: 't' });
    this.#sim.clock.after(this.#chance.between(20_000, 120_000), () => this.#ask());
  }

  /** Those who look after it: they approve, and answer what waits for an answer. */
  #react(): void {
    if (this.#resting) return;
    const root = this.#lastRoot();
    if (root) this.#answer(root, shownIn(root.message));
    this.#sim.clock.after(this.#chance.between(0.5, 1.5) * this.#reactMs, () => this.#react());
  }

  #answer(root: ShownMessage, { phase }: ShownState): void {
    if (phase === 'awaiting-approval') this.#click(this.#chance.pick(APPROVERS) ?? 'UBOB', 'approve', root);
    if (phase === 'paused' || phase === 'halted') {
      const draw = this.#chance.next();
      const verb = draw < 0.55 ? 'resume' : draw < 0.65 ? 'retry' : draw < 0.8 ? 'rollback' : 'abort';
      this.#click('UBOB', verb, root);
    }
    if (phase === 'blocked') this.#click('UANN', 'rerun', root);
  }

  #clickAtRandom(users: readonly string[]): void {
    const user = this.#chance.pick(users) ?? 'UBOB';
    if (this.#chance.is(0.3)) {
      const text = this.#chance.pick(COMMANDS) ?? 'status';
      return this.#send(user, { kind: 'command', text, triggerId: 't' });
    }
    const cards = this.#sim.chat.messages.filter(({ message }) => shownIn(message).rollout !== undefined);
    const card = this.#chance.is(0.6) ? this.#lastRoot() : this.#chance.pick(cards);
    if (card) this.#click(user, this.#chance.pick(VERBS) ?? 'pause', card);
  }

  #lastRoot(): ShownMessage | undefined {
    return this.#sim.chat.messages.findLast(({ message }) => shownIn(message).what === 'root');
  }

  #click(user: string, verb: string, card: ShownMessage): void {
    const { rollout = '', planHash, haltId, requestedBy } = shownIn(card.message);
    if (verb === 'approve' && planHash && APPROVERS.includes(user) && user !== requestedBy) {
      const votes = this.approvals.get(planHash) ?? new Set();
      this.approvals.set(planHash, votes.add(user));
    }
    this.#send(user, {
      kind: 'click',
      verb,
      rollout,
      group: `prod/${GROUP}`,
      messageTs: card.ts,
      triggerId: 't',
      ...(planHash ? { planHash } : {}),
      ...(haltId ? { haltId } : {}),
    });
  }

  #send(user: string, act: ActOf<InboxItem>): void {
    const item = {
      ...act,
      dedupeKey: `delivery-${++this.#deliveries}`,
      sender: { userId: user, userName: user.toLowerCase(), teamId: user === 'UEXT' ? 'T2' : 'T1' },
      channel: 'C1',
      responseUrl: `https://hooks.slack.test/${this.#deliveries}`,
      receivedAt: this.#sim.clock.now(),
      proof: null,
    } as InboxItem;
    this.#deliver(item);
    if (!this.#sim.faults.strikes('click-twice', this.#chance)) return;
    // The same delivery once more, or the same finger once more.
    const again = this.#chance.is(0.5) ? item : { ...item, dedupeKey: `${item.dedupeKey}-again` };
    this.#sim.clock.after(this.#chance.between(1, 30_000), () => this.#deliver(again));
  }

  /** Through Slack, the gateway and the queue; where one of them is down the person has to try again. */
  #deliver(item: InboxItem): void {
    const { outages, processes, clock, queue, trace } = this.#sim;
    const [any] = processes;
    if (!any || outages.isDown('slack', any) || outages.isDown('redis', any)) return;
    trace.note('says', item.sender.userId, () =>
      item.kind === 'click' ? `[${item.verb}] ${item.rollout}` : item.text,
    );
    clock.after(this.#chance.between(50, 600), () => queue.add(INBOX_QUEUE, item.dedupeKey, item));
  }

  #often(fault: 'click-at-random' | 'click-of-stranger', act: () => void): void {
    const ms = this.#sim.faults.nextIn(fault, this.#chance);
    if (ms === undefined) return;
    this.#sim.clock.after(ms, () => {
      if (!this.#sim.faults.comes(fault)) return;
      act();
      this.#often(fault, act);
    });
  }
}

type ActOf<T> = T extends InboxItem
  ? Omit<T, 'dedupeKey' | 'sender' | 'channel' | 'responseUrl' | 'receivedAt' | 'proof'>
  : never;
