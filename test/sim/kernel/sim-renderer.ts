import type { Rollout } from '../../../src/core/rollout/rollout.ts';
import type { ChatMessage } from '../../../src/ports/chat.ts';
import type { Renderer } from '../../../src/ports/renderer.ts';

/** What a message of the simulation shows, for people who click on it and for who checks it. */
export interface ShownState {
  readonly what: 'root' | 'story' | 'card' | 'reply' | 'view';
  readonly rollout?: string;
  readonly phase?: Rollout['phase'];
  readonly planHash?: string | undefined;
  readonly haltId?: string | undefined;
  readonly requestedBy?: string;
  /** The number of the event a line of the story tells. */
  readonly event?: number;
  readonly code?: string;
  readonly live?: boolean;
}

/** Draws the state instead of blocks: what people could read is there, and nothing has to be parsed. */
export const simRenderer: Renderer = {
  root: (rollout) => draw({ what: 'root', ...stateOf(rollout) }),
  story: (event, rollout) => ({
    message: draw({ what: 'story', ...stateOf(rollout), event: event.n }),
    broadcast: false,
  }),
  haltCard: (rollout, _context, live) => draw({ what: 'card', ...stateOf(rollout), live }),
  reply: ({ code }) => draw({ what: 'reply', code }),
  preflight: () => draw({ what: 'reply' }),
  preflightView: () => ({}),
  detailsView: () => ({}),
};

export function shownIn({ blocks }: ChatMessage): ShownState {
  return blocks[0] as ShownState;
}

function draw(state: ShownState): ChatMessage {
  return { text: state.what, blocks: [state] };
}

function stateOf({ id, phase, planHash, halt, requestedBy }: Rollout): Omit<ShownState, 'what'> {
  return { rollout: id, phase, planHash, haltId: halt?.id, requestedBy: requestedBy.id };
}
