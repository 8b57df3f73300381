import type { Scenario } from './scenario.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';

/** Ends well, and the whole story is told in the end: Slack's limits slow the telling, never the work. */
export const slackRateLimited: Scenario = {
  name: 'slack-rate-limited',
  title: 'Slack limits its API',
  about:
    "Slack's rate limits are enforced as published, and harder. The rollout is not slowed down by it; the thread catches up.",
  build: addOrdinaryCluster,
  rateLimits: { factor: 0.5 },
  expected: { outcome: 'succeeded', replaced: 6, says: ['6 of 6'], lossless: true, evictionsPerPodMax: 1 },
  minutesMax: 120,
};
