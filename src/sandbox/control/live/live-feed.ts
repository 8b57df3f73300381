import type { ServerResponse } from 'node:http';
import type { WorldParts } from '../control-parts.ts';
import { slackChange } from '../view/slack-change.ts';
import { viewChannels, viewSlack } from '../view/view-slack.ts';
import type { SlackChange } from '../view/slack-snapshot.ts';
import { diffWorld } from '../view/world-delta.ts';
import type { WorldView } from '../view/world-view.ts';
import { EventStream } from './event-stream.ts';
import type { WorldWatch } from './world-watch.ts';

/** Real ms between two looks at the world: five pictures a second are enough for an eye that watches motion. */
const LOOK_EVERY_MS = 200;
/** A big world is looked at less often, so that looking takes at most about a tenth of the processor. */
const REST_PER_LOOK = 10;
/** Real ms: the page's clock is set right this often even if nothing happens; it also shows that the line stands. */
const CLOCK_EVERY_MS = 2_000;

/**
 * Tells every open page what happens: `hello` with everything, first and after a reset; `world` with what changed in the
 * cluster and the cloud; `slack` with one change of the workspace; `clock` with the time.
 */
export class LiveFeed {
  readonly #watch: WorldWatch;
  readonly #streams = new Set<EventStream>();
  #timer: NodeJS.Timeout | undefined;
  #attached: { readonly world: WorldParts; readonly unsubscribe: () => void } | undefined;
  #seen: WorldView | undefined;
  #channelCount = 0;
  #clockAt = 0;

  constructor(watch: WorldWatch) {
    this.#watch = watch;
  }

  open(response: ServerResponse): void {
    const stream = new EventStream(response);
    this.#streams.add(stream);
    stream.onClose(() => this.#streams.delete(stream));
    this.#attach();
    // Those who are here already hear what changed up to now, so that everybody has the same picture.
    this.#tellWorld();
    this.#hello([stream]);
    this.#timer ??= setTimeout(() => this.#look(), LOOK_EVERY_MS);
  }

  /** Looks at once, for instance because a reset is done. */
  refresh(): void {
    if (this.#streams.size > 0) this.#tellWorld();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#attached?.unsubscribe();
    for (const stream of this.#streams) stream.close();
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#streams.size === 0) return;
    const start = performance.now();
    this.#tellWorld();
    const tookMs = performance.now() - start;
    this.#timer = setTimeout(() => this.#look(), Math.max(LOOK_EVERY_MS, tookMs * REST_PER_LOOK));
  }

  #tellWorld(): void {
    if (this.#watch.world() !== this.#attached?.world) {
      this.#attach();
      this.#hello([...this.#streams]);
      return;
    }
    const view = this.#watch.view();
    const delta = this.#seen && diffWorld(this.#seen, view);
    this.#seen = view;
    const now = performance.now();
    if (delta) this.#send('world', delta);
    else if (now - this.#clockAt > CLOCK_EVERY_MS) this.#send('clock', view.clock);
    else return;
    this.#clockAt = now;
  }

  #attach(): void {
    const world = this.#watch.world();
    if (world === this.#attached?.world) return;
    this.#attached?.unsubscribe();
    this.#seen = undefined;
    this.#channelCount = world.slack.workspace.directory.channels.size;
    const unsubscribe = world.slack.workspace.subscribe((change) =>
      this.#tellSlack(world, slackChange(world.slack, change)),
    );
    this.#attached = { world, unsubscribe };
  }

  #tellSlack({ slack }: WorldParts, change: SlackChange): void {
    const { size } = slack.workspace.directory.channels;
    // A direct channel is made silently, when it is first written to.
    if (size !== this.#channelCount) this.#send('slack', { type: 'channels', channels: viewChannels(slack) });
    this.#channelCount = size;
    this.#send('slack', change);
  }

  #hello(streams: readonly EventStream[]): void {
    const world = this.#watch.world();
    this.#seen ??= this.#watch.view();
    const slack = viewSlack(world.slack, world.commandExamples);
    for (const stream of streams) stream.send('hello', { world: this.#seen, slack });
  }

  #send(event: string, data: unknown): void {
    for (const stream of this.#streams) stream.send(event, data);
  }
}
