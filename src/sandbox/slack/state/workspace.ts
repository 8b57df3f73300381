import type { WorldClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { Change } from './change-feed.ts';
import { ChangeFeed } from './change-feed.ts';
import { Directory } from './directory.ts';
import { FileShelf } from './file-shelf.ts';
import type { JsonObject } from './json-object.ts';
import { Timeline } from './timeline.ts';
import { VerdictBook } from './verdict-book.ts';
import { Views } from './views.ts';
import type { Person, WorkspaceSeed } from './workspace-seed.ts';
import { DEFAULT_SEED } from './workspace-seed.ts';

/** The state of one Slack workspace. It knows no HTTP and no app: those are `startSlack`'s. */
export interface Workspace {
  readonly team: WorkspaceSeed['team'];
  /** The bot user of the app that is installed here. */
  readonly bot: Person & { readonly botId: string };
  readonly directory: Directory;
  readonly timeline: Timeline;
  readonly views: Views;
  readonly files: FileShelf;
  readonly verdicts: VerdictBook;
  /** Types of blocks that this workspace does not have yet: Slack brings new ones to some before others. */
  readonly withoutBlocks: Set<string>;
  /** Options that the app last suggested, by person, place and action. */
  readonly suggestions: Map<string, readonly JsonObject[]>;
  readonly random: Random;
  readonly feed: ChangeFeed;
  /** Called synchronously after each change, in order. The answer ends it. */
  subscribe(listener: (change: Change) => void): () => void;
}

export interface WorkspaceOptions {
  readonly random: Random;
  /** Only to note at which world time a message was posted; everything else here is real time. */
  readonly clock?: WorldClock;
  readonly seed?: WorkspaceSeed;
}

export function createWorkspace({ random, clock, seed = DEFAULT_SEED }: WorkspaceOptions): Workspace {
  const feed = new ChangeFeed();
  return {
    team: seed.team,
    bot: botOf(seed),
    directory: new Directory(seed, feed),
    timeline: new Timeline(feed, clock),
    views: new Views(feed, random.stream('views')),
    files: new FileShelf(),
    verdicts: new VerdictBook(),
    withoutBlocks: new Set(),
    suggestions: new Map(),
    random: random.stream('slack'),
    feed,
    subscribe: (listener) => feed.subscribe(listener),
  };
}

function botOf({ people }: WorkspaceSeed): Workspace['bot'] {
  const bot = people.find((one) => one.botId !== undefined);
  if (bot?.botId === undefined)
    throw new Error('a workspace needs a person with a botId: the app’s bot user');
  return { ...bot, botId: bot.botId };
}
