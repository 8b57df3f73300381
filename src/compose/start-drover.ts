import { hostname } from 'node:os';
import { INBOX_QUEUE } from '../../jobs/definitions.ts';
import * as jobNames from '../../jobs/definitions.ts';
import { BullInbox } from '../adapters/redis/bull-inbox.ts';
import { BullJobQueue } from '../adapters/redis/bull-job-queue.ts';
import { checkRedis } from '../adapters/redis/check-redis.ts';
import { connectRedis } from '../adapters/redis/redis-connection.ts';
import { blockKitRenderer } from '../adapters/slack/block-kit-renderer.ts';
import { startGateway } from '../adapters/slack/gateway.ts';
import { SlackChat } from '../adapters/slack/slack-chat.ts';
import type { SlackConnection } from '../adapters/slack/slack-connection.ts';
import { openAuditLog } from '../adapters/system/chained-audit-log.ts';
import { nodeSecureValues } from '../adapters/system/node-secure-values.ts';
import { SystemClock } from '../adapters/system/system-clock.ts';
import type { Config } from '../config/config.ts';
import type { Log } from '../ports/log.ts';
import { connectGroups } from './connect-groups.ts';
import { createInboxHandler } from './inbox-handler.ts';
import { startEngine } from './start-engine.ts';
import type { Running } from './start-engine.ts';

/** Real ms within which Redis must have answered once at the start; afterwards it may come and go. */
const REDIS_CHECK_MAX_MS = 10_000;

/** Builds drover out of its parts and starts the roles that were asked for. The only place that picks adapters. */
export async function startDrover(config: Config, log: Log, version: string): Promise<Running> {
  const userAgent = `drover/${version}`;
  const clock = new SystemClock(config.time);
  const redisUrl = config.redisUrl.reveal();
  const producer = connectRedis(redisUrl, 'producer', log);
  const worker = connectRedis(redisUrl, 'worker', log);
  await checkPatiently(producer, log);
  const queue = new BullJobQueue(producer, jobNames);
  const inbox = new BullInbox(producer, INBOX_QUEUE);
  const slack = slackConnection(config, log);
  const chat = new SlackChat(slack);
  const audit = openAuditLog(config.auditFile, clock);
  const shared = { clock, log, audit, secure: nodeSecureValues, chat, render: blockKitRenderer, queue };
  const clusters = config.clusters.map((cluster) => connectGroups(config, cluster, shared, userAgent));
  const parts: Running[] = [];
  if (config.roles.includes('engine')) {
    const holder = `${config.place.podName ?? hostname()}-${nodeSecureValues.nonce(4)}`;
    const handleInbox = createInboxHandler({ config, clusters, shared, slack });
    parts.push(startEngine({ config, clusters, redis: worker, clock, log, holder, handleInbox }));
  }
  if (config.roles.includes('gateway')) {
    const gateway = await startGateway({ connection: slack, transport: transportOf(config), inbox, chat });
    parts.push({ stop: async () => gateway.close() });
  }
  return {
    async stop() {
      // The door first, then the work, then what both stand on.
      for (const part of parts.toReversed()) await part.stop();
      await queue.close();
      await inbox.close();
      await audit.close();
      producer.disconnect();
      worker.disconnect();
    },
  };
}

/** A wrong policy refuses the start; a Redis that is merely away does not, since the truth is in the clusters. */
async function checkPatiently(redis: Parameters<typeof checkRedis>[0], log: Log): Promise<void> {
  const until = Date.now() + REDIS_CHECK_MAX_MS;
  while (redis.status !== 'ready' && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50));
  if (redis.status === 'ready') await checkRedis(redis, log);
  else log.warn('Redis did not answer at the start; drover goes on without it.');
}

function slackConnection({ slack }: Config, log: Log): SlackConnection {
  return { botToken: slack.botToken.reveal(), apiUrl: slack.apiUrl, log };
}

function transportOf({ slack }: Config): Parameters<typeof startGateway>[0]['transport'] {
  if (slack.mode === 'socket') return { kind: 'socket', appToken: slack.appToken.reveal() };
  const signingSecrets = slack.signingSecrets.map((secret) => secret.reveal());
  return { kind: 'http', signingSecrets, port: slack.port, path: slack.path };
}
