import { identify } from '../adapters/slack/identify.ts';
import { parseInbox } from '../adapters/slack/parse-inbox.ts';
import { webClient } from '../adapters/slack/slack-connection.ts';
import type { SlackConnection } from '../adapters/slack/slack-connection.ts';
import type { Directory } from '../app/directory.ts';
import { handleInbox } from '../app/inbox/handle-inbox.ts';
import { RecentKeys } from '../app/recent-keys.ts';
import type { ConversationPorts } from '../app/ports.ts';
import type { Config } from '../config/config.ts';
import type { RawInbox } from '../core/request/inbox-item.ts';
import type { ConnectedCluster } from './connect-groups.ts';

interface HandlerParts {
  readonly config: Config;
  readonly clusters: readonly ConnectedCluster[];
  readonly shared: Omit<ConversationPorts, 'cluster' | 'nodeGroups' | 'facts' | 'slots' | 'threads'>;
  readonly slack: SlackConnection;
}

/** What the engine does with a raw request: verifies it itself, reads it in our words, answers it once. */
export function createInboxHandler({
  config,
  clusters,
  shared,
  slack,
}: HandlerParts): (raw: RawInbox) => Promise<void> {
  const groups = clusters.flatMap((cluster) => cluster.groups);
  const recent = new RecentKeys(shared.clock);
  const signingSecrets = config.slack.signingSecrets.map((secret) => secret.reveal());
  let teamId = config.slack.teamId;
  return async (raw) => {
    teamId ??= (await identify(webClient(slack))).teamId;
    const item = parseInbox(raw, { signingSecrets, teamId, now: shared.clock.real() });
    if (item.kind === 'refused') {
      shared.log.warn('a request was refused', { reason: item.reason, detail: item.detail });
      await shared.audit.append(refusalEntry(item.reason, item.detail));
      return;
    }
    if (!recent.isNew(item.dedupeKey)) {
      shared.log.info('a request was delivered twice', { key: item.dedupeKey });
      return;
    }
    const directory: Directory = { teamId, groups };
    await handleInbox(shared, directory, item);
  };
}

function refusalEntry(
  reason: string,
  detail: string,
): Parameters<HandlerParts['shared']['audit']['append']>[0] {
  return {
    rollout: '',
    group: '',
    epoch: 0,
    actor: { type: 'user', id: 'unknown' },
    action: 'request.refused',
    stage: 'event',
    target: {},
    plan: null,
    approvals: [],
    detail: { reason, detail },
    why: 'it is not a request that this drover answers',
  };
}
