import type {
  MessageView,
  OpenViews,
  PersonView,
  SlackChange,
  SlackSnapshot,
} from '../../control/view/slack-snapshot.ts';
import type { WorldDelta } from '../../control/view/world-delta.ts';
import type { ClockView, WorldView } from '../../control/view/world-view.ts';
import { applyDelta } from './apply-delta.ts';
import { applySlack } from './apply-slack.ts';
import { ask } from './ask.ts';
import { Attention } from './attention.ts';
import type { Topic } from './topics.ts';

/** What the Slack side shows: a channel, maybe with a thread of it, or the app's home. */
export type Place =
  | { readonly kind: 'channel'; readonly channel: string; readonly thread?: string }
  | { readonly kind: 'home' };

/** A failed click, shown beside what was clicked until something else happens there. */
export type Failure = Extract<SlackChange, { type: 'failed' }>;

/** Everything this window knows, and who wants to hear of changes. It draws nothing itself. */
export class AppState {
  world: WorldView | undefined;
  slack: SlackSnapshot | undefined;
  connection: 'connecting' | 'live' | 'lost' = 'connecting';
  /** Counts the beginnings: a page that is told everything anew shows nothing of what was before. */
  epoch = 0;
  /** The person whose eyes and hands this window borrows; an id. */
  me = '';
  place: Place = { kind: 'channel', channel: '' };
  failures: readonly Failure[] = [];
  /** What somebody is to be reminded of, until they look. */
  readonly attention = new Attention();
  /** When the world's clock was last told, by this machine's own. */
  #clockToldAt = 0;
  readonly #listeners = new Map<Topic, Set<() => void>>();
  readonly #changed = new Set<Topic>();
  readonly #beforeNextPicture: (run: () => void) => void;

  constructor(beforeNextPicture: (run: () => void) => void) {
    this.#beforeNextPicture = beforeNextPicture;
  }

  on(topics: readonly Topic[], listener: () => void): void {
    for (const topic of topics)
      this.#listeners.set(topic, (this.#listeners.get(topic) ?? new Set()).add(listener));
  }

  /** Whoever listens hears of it once, before the next picture, however much has changed until then. */
  changed(...topics: readonly Topic[]): void {
    if (this.#changed.size === 0) this.#beforeNextPicture(() => this.#tell());
    for (const topic of topics) this.#changed.add(topic);
  }

  /** World time now, epoch ms: the world's clock goes on between two messages. */
  worldNow(): number {
    if (!this.world) return Date.now();
    return this.world.clock.now + (performance.now() - this.#clockToldAt) * this.world.clock.speed;
  }

  get person(): PersonView | undefined {
    return this.slack?.people.find(({ id }) => id === this.me);
  }

  get views(): OpenViews {
    return this.slack?.views[this.me] ?? { modals: [] };
  }

  start(world: WorldView, slack: SlackSnapshot): void {
    this.epoch += 1;
    this.slack = slack;
    this.failures = [];
    this.attention.clear();
    const people = slack.people.filter(({ note }) => note !== 'app');
    if (!people.some(({ id }) => id === this.me)) this.me = people[0]?.id ?? '';
    if (!this.#isStillThere(this.place)) this.place = { kind: 'channel', channel: this.#firstChannel() };
    this.#noteTime();
    this.world = world;
    this.connection = 'live';
    this.changed('world', 'slack', 'window');
  }

  onWorld(delta: WorldDelta): void {
    if (!this.world) return;
    this.world = applyDelta(this.world, delta);
    this.#noteTime();
    this.changed('world');
  }

  onClock(clock: ClockView): void {
    if (!this.world) return;
    this.world = { ...this.world, clock };
    this.#noteTime();
  }

  onSlack(change: SlackChange): void {
    if (!this.slack) return;
    if (change.type === 'failed') this.failures = [...this.failures, change];
    this.slack = applySlack(this.slack, change);
    this.attention.note(change, this);
    this.changed('slack');
  }

  onConnection(connection: AppState['connection']): void {
    this.connection = connection;
    this.changed('window');
  }

  become(person: string): void {
    this.me = person;
    const here = this.place.kind === 'home' ? undefined : this.channelOf(this.place.channel);
    if (here && !here.members.includes(person))
      this.place = { kind: 'channel', channel: this.#firstChannel() };
    this.changed('slack', 'window');
  }

  go(place: Place): void {
    this.place = place;
    this.changed('slack', 'window');
  }

  /** A click that was done again is no failure any more. */
  forgetFailures(ts: string | undefined): void {
    this.failures = this.failures.filter((one) => one.ts !== ts);
  }

  /** Slack's client itself says something to the person: it is nobody's message and goes nowhere. */
  notice(channel: string, text: string): void {
    if (!this.slack) return;
    const ephemeral = {
      ts: String(Date.now() / 1000),
      channel,
      user: this.me,
      text,
      blocks: [],
      fromSlack: true,
    };
    this.slack = {
      ...this.slack,
      ephemerals: [...this.slack.ephemerals, { ...ephemeral, postedAtWorld: this.worldNow() }],
    };
    this.changed('slack');
  }

  /** The person clicks a message that they alone see away. */
  async dismiss(ts: string): Promise<void> {
    const user = this.me;
    this.onSlack({ type: 'ephemeral-gone', user, ts });
    await ask('dismiss', { user, ts });
  }

  channelOf(id: string): SlackSnapshot['channels'][number] | undefined {
    return this.slack?.channels.find((channel) => channel.id === id);
  }

  /** A channel's messages and its threads', oldest first. */
  messagesIn(channel: string): readonly MessageView[] {
    return this.slack?.messages.filter((message) => message.channel === channel) ?? [];
  }

  /** Whoever was cut off for a moment finds the window as it was; another world has other messages. */
  #isStillThere(place: Place): boolean {
    if (place.kind === 'home') return true;
    const hasThread =
      place.thread === undefined || this.messagesIn(place.channel).some(({ ts }) => ts === place.thread);
    return hasThread && this.channelOf(place.channel)?.members.includes(this.me) === true;
  }

  #tell(): void {
    const listeners = new Set([...this.#changed].flatMap((topic) => [...(this.#listeners.get(topic) ?? [])]));
    this.#changed.clear();
    for (const listener of listeners) listener();
  }

  #firstChannel(): string {
    return this.slack?.channels.find(({ members }) => members.includes(this.me))?.id ?? '';
  }

  #noteTime(): void {
    this.#clockToldAt = performance.now();
  }
}
