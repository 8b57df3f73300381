import type { Renderer } from '../../ports/renderer.ts';
import { detailsView } from './views/details-view.ts';
import { haltCard } from './views/halt-card.ts';
import { pauseCard } from './views/pause-card.ts';
import { preflightMessage } from './views/preflight-message.ts';
import { preflightView } from './views/preflight-view.ts';
import { replyMessage } from './views/reply-message.ts';
import { rootMessage } from './views/root-message.ts';
import { storyMessage } from './views/story-message.ts';

/** Draws everything that drover says in Slack's Block Kit. */
export const blockKitRenderer: Renderer = {
  root: rootMessage,
  story: storyMessage,
  haltCard: (rollout, context, live) =>
    rollout.phase === 'paused' || rollout.halt === undefined
      ? pauseCard(rollout, context, live)
      : haltCard(rollout, context, live),
  reply: replyMessage,
  preflight: preflightMessage,
  preflightView,
  detailsView,
};
