import { announceRollout } from '../../src/app/announce-rollout.ts';
import type { Directory, GroupHandle } from '../../src/app/directory.ts';
import type { GroupSettings } from '../../src/app/group-settings.ts';
import { handleInbox } from '../../src/app/inbox/handle-inbox.ts';
import type { EngineSelf } from '../../src/app/observe-rollout.ts';
import type { ConversationPorts } from '../../src/app/ports.ts';
import { TickRunner } from '../../src/app/run-tick.ts';
import type { TickOutcome } from '../../src/app/tick-rollout.ts';
import { blockKitRenderer } from '../../src/adapters/slack/block-kit-renderer.ts';
import { DEFAULT_POLICY } from '../../src/core/plan/patch-policy.ts';
import type { PatchPolicy } from '../../src/core/plan/patch-policy.ts';
import type { InboxItem } from '../../src/core/request/inbox-item.ts';
import type { Rollout } from '../../src/core/rollout/rollout.ts';
import { countingValues } from './ports/counting-values.ts';
import { MemoryAuditLog } from './ports/memory-audit-log.ts';
import { MemoryChat } from './ports/memory-chat.ts';
import { MemoryCloudFacts } from './ports/memory-cloud-facts.ts';
import { MemoryLog } from './ports/memory-log.ts';
import { MemoryJobQueue } from './ports/memory-queues.ts';
import { SingleFlight } from '../../src/app/single-flight.ts';
import { MemorySlotStore } from './ports/memory-slot-store.ts';
import { MemoryThreadStore } from './ports/memory-thread-store.ts';
import { MemoryWorld } from './ports/memory-world.ts';

/** Ticks of one story; more means that it does not come to an end. */
const TICKS_MAX = 5_000;

/** A company with a cluster, a chat and a drover, all in memory: what stories of the engine are told in. */
export class SmallCompany {
  readonly world = new MemoryWorld();
  readonly facts = new MemoryCloudFacts(this.world.cloud, this.world.faults);
  readonly chat = new MemoryChat();
  readonly slots = new MemorySlotStore();
  readonly audit = new MemoryAuditLog();
  readonly log = new MemoryLog();
  readonly threads = new MemoryThreadStore();
  readonly ports: ConversationPorts;
  readonly settings: GroupSettings;
  readonly directory: Directory;
  readonly runner = new TickRunner();
  self: EngineSelf = {
    leader: {
      epoch: 1,
      mayAct: () => true,
      isLeading: () => true,
      sinceTakeOverMs: () => Number.POSITIVE_INFINITY,
    },
    quietPeriodMs: 60_000,
    ownNode: undefined,
  };
  #deliveries = 0;

  constructor(policy: Partial<PatchPolicy> = {}) {
    const { world, chat, slots, audit, log, threads } = this;
    this.ports = {
      cluster: world.cluster,
      nodeGroups: world.nodeGroups,
      facts: this.facts,
      slots,
      clock: world.clock,
      log,
      audit,
      secure: countingValues(),
      chat,
      render: blockKitRenderer,
      queue: new MemoryJobQueue(),
      threads,
    };
    this.settings = {
      cluster: 'prod',
      nodeGroup: 'workers',
      ref: { autoScalingGroup: 'workers' },
      release: { kind: 'launch-template' },
      policy: { ...DEFAULT_POLICY, ...policy },
      nodeSelector: undefined,
      namespace: 'drover',
      channel: 'C1',
      requesters: undefined,
      approvers: { users: ['UBOB', 'UCAT'], groups: [], needed: 1 },
      operators: undefined,
      approvalExpiresMs: 30 * 60_000,
    };
    const handle: GroupHandle = {
      settings: this.settings,
      ports: this.ports,
      own: { node: undefined },
      plans: new SingleFlight(),
    };
    this.directory = { teamId: 'T1', groups: [handle] };
    for (const user of ['UANN', 'UBOB', 'UCAT', 'UDAN']) chat.addUser(user);
  }

  /** False: nothing can be said, as in an outage of Slack. */
  slackAnswers = true;

  get rollout(): Rollout {
    const rollout = this.slots.peek('workers')?.rollout;
    if (!rollout) throw new Error('there is no rollout in the slot');
    return rollout;
  }

  async type(user: string, text: string): Promise<string> {
    return this.#deliver({ ...this.#envelope(user), kind: 'command', text, triggerId: 'trigger' });
  }

  async press(
    user: string,
    verb: string,
    more: Partial<Extract<InboxItem, { kind: 'click' }>> = {},
  ): Promise<string> {
    const { id, planHash } = this.rollout;
    const card = {
      rollout: id,
      group: 'prod/workers',
      messageTs: '1.1',
      triggerId: 'trigger',
      ...(planHash ? { planHash } : {}),
    };
    return this.#deliver({ ...this.#envelope(user), kind: 'click', verb, ...card, ...more });
  }

  async tick(): Promise<TickOutcome> {
    return this.runner.run(this.ports, this.settings, this.self);
  }

  /** Ticks and lets time pass as the ticks ask, until nothing is left to do or `until` holds. */
  async run(until: (rollout: Rollout) => boolean = () => false): Promise<Rollout> {
    for (let count = 0; count < TICKS_MAX; count++) {
      const outcome = await this.tick();
      if (this.slackAnswers) await this.announce();
      if (until(this.rollout) || outcome.kind !== 'wait') return this.rollout;
      await this.world.clock.advance(Math.max(outcome.forMs, 1));
    }
    throw new Error(
      `the rollout does not come to rest: ${this.rollout.phase} ${JSON.stringify(this.rollout.active)}`,
    );
  }

  async announce(): Promise<void> {
    const pace = { waitMs: () => 0, drawn: () => undefined };
    for (let count = 0; count < 50; count++) {
      const outcome = await announceRollout(this.ports, this.settings, pace);
      if (outcome.kind === 'told') return;
      await this.world.clock.advance(outcome.afterMs);
    }
  }

  /** From the request to the approval. */
  async approve(): Promise<void> {
    await this.type('UANN', 'prod workers');
    await this.press('UBOB', 'approve');
  }

  #envelope(user: string): Omit<InboxItem, 'kind' | 'text' | 'triggerId'> & { dedupeKey: string } {
    this.#deliveries += 1;
    return {
      dedupeKey: `delivery-${this.#deliveries}`,
      sender: { userId: user, userName: user.slice(1).toLowerCase(), teamId: 'T1' },
      channel: 'C1',
      responseUrl: `https://hooks.slack.test/${this.#deliveries}`,
      receivedAt: this.world.clock.real(),
      proof: null,
    } as never;
  }

  /** What the person read in answer, as text. */
  async #deliver(item: InboxItem): Promise<string> {
    const before = this.chat.responses.length;
    await handleInbox(this.ports, this.directory, item);
    return this.chat.responses
      .slice(before)
      .map(({ message }) => `${message.text}\n${JSON.stringify(message.blocks)}`)
      .join('\n');
  }
}
