import type { KnownBlock, View } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type {
  Chat,
  ChatFile,
  ChatMessage,
  ChatUser,
  PostOutcome,
  PostRequest,
  ShareOutcome,
} from '../../ports/chat.ts';
import { PortError } from '../../ports/port-error.ts';
import { answerAddress } from './listeners/answer-address.ts';
import { classicMessage, textOnly } from './classic-message.ts';
import { findByKey, METADATA_EVENT } from './find-by-key.ts';
import { postResponse } from './post-response.ts';
import { shareCharts } from './share-charts.ts';
import { shareFile } from './share-file.ts';
import type { SlackConnection } from './slack-connection.ts';
import { SLACK_API_URL, webClient } from './slack-connection.ts';
import { outcomeOf, refusalOf, toPortError } from './slack-error.ts';
import { TimedCache } from './timed-cache.ts';
import { toChatUser } from './to-chat-user.ts';

/** Who is an approver, and what kind of person, is believed for so long (engine.md 2.6). */
const PEOPLE_KEPT_MS = 60_000;
/** Refusals that a plainer message may escape. */
const TOO_FANCY = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'block_mismatch'];

const Members = z.object({ users: z.array(z.string()) });
const Posted = z.object({ ts: z.string() });
const Link = z.object({ permalink: z.string() });

/** Slack, outward. */
export class SlackChat implements Chat {
  readonly #client: WebClient;
  readonly #apiUrl: string;
  readonly #users: TimedCache<ChatUser | undefined>;
  readonly #groups: TimedCache<readonly string[]>;

  /** `now`: a clock that never jumps, ms. */
  constructor(connection: SlackConnection, now: () => number = () => performance.now()) {
    this.#client = webClient(connection);
    this.#apiUrl = connection.apiUrl ?? SLACK_API_URL;
    this.#users = new TimedCache(PEOPLE_KEPT_MS, now);
    this.#groups = new TimedCache(PEOPLE_KEPT_MS, now);
  }

  async post({ channel, threadTs, message, key, broadcast }: PostRequest): Promise<PostOutcome> {
    const place =
      threadTs === undefined
        ? {}
        : { thread_ts: threadTs, ...(broadcast ? { reply_broadcast: true as const } : {}) };
    const metadata = { event_type: METADATA_EVENT, event_payload: { key } };
    const { outcome, said } = await this.#say('chat.postMessage', message, (shown) =>
      this.#client.chat.postMessage({
        channel,
        ...shown,
        ...QUIET,
        ...place,
        metadata,
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    if (outcome.kind === 'posted' && said !== message)
      await shareCharts(this.#client, message, { channel, threadTs: threadTs ?? outcome.ts });
    return outcome;
  }

  async update(channel: string, ts: string, message: ChatMessage): Promise<PostOutcome> {
    const { outcome } = await this.#say('chat.update', message, (shown) =>
      this.#client.chat.update({ channel, ts, ...shown, ...QUIET }),
    );
    return outcome;
  }

  async find(channel: string, threadTs: string | undefined, key: string): Promise<string | undefined> {
    try {
      return await findByKey(this.#client, channel, threadTs, key);
    } catch (error) {
      // Reading back is an optional scope: without it nothing is found.
      if (MAY_NOT_READ.includes(refusalOf(error) ?? '')) return undefined;
      throw toPortError(error, 'slack: find a message');
    }
  }

  async respond(responseUrl: string, message: ChatMessage, how: 'ephemeral' | 'replace'): Promise<void> {
    const address = answerAddress(responseUrl, this.#apiUrl);
    if (address === undefined) throw new PortError('invalid', 'slack: respond', 'not an address of Slack');
    if (address.kind === 'response-url') {
      const result = await postResponse(address.url, message, how);
      if (result === 'bad-message') await postResponse(address.url, textOnly(message), how);
      return;
    }
    const { channel, threadTs, user } = address;
    await this.#call('slack: respond', () =>
      this.#client.chat.postEphemeral({ channel, user, thread_ts: threadTs, ...inSlack(message), ...QUIET }),
    );
  }

  async user(id: string): Promise<ChatUser | undefined> {
    return this.#users.get(id, async () => {
      try {
        return toChatUser(await this.#client.users.info({ user: id }));
      } catch (error) {
        if (refusalOf(error) === 'user_not_found') return undefined;
        throw toPortError(error, 'slack: read a user');
      }
    });
  }

  async groupMembers(groupId: string): Promise<readonly string[]> {
    return this.#groups.get(groupId, async () =>
      this.#call('slack: read a user group', async () => {
        return Members.parse(await this.#client.usergroups.users.list({ usergroup: groupId })).users;
      }),
    );
  }

  async permalink(channel: string, ts: string): Promise<string | undefined> {
    try {
      return Link.parse(await this.#client.chat.getPermalink({ channel, message_ts: ts })).permalink;
    } catch {
      // A link is a convenience: whoever shows it can do without.
      return undefined;
    }
  }

  async share(file: ChatFile): Promise<ShareOutcome> {
    return shareFile(this.#client, file);
  }

  async openView(triggerId: string, view: object): Promise<void> {
    // Views are drawn by our own pure functions, which are held to Slack's limits by tests.
    await this.#call('slack: open a view', () =>
      this.#client.views.open({ trigger_id: triggerId, view: view as View }),
    );
  }

  /** Tries the message as it is, then without new blocks, then its text alone. `said`: the one that was tried last. */
  async #say(
    operation: string,
    message: ChatMessage,
    send: (shown: Shown) => Promise<unknown>,
  ): Promise<{ readonly outcome: PostOutcome; readonly said: ChatMessage }> {
    const classic = classicMessage(message);
    const tries = classic === message ? [message, textOnly(message)] : [message, classic, textOnly(message)];
    let outcome: PostOutcome = { kind: 'unclear' };
    let said = message;
    for (const one of tries) {
      said = one;
      try {
        return { outcome: { kind: 'posted', ts: Posted.parse(await send(inSlack(one))).ts }, said };
      } catch (error) {
        outcome = outcomeOf(error, operation);
        if (outcome.kind !== 'refused' || !TOO_FANCY.includes(outcome.error)) return { outcome, said };
      }
    }
    return { outcome, said };
  }

  async #call<T>(operation: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw toPortError(error, operation);
    }
  }
}

interface Shown {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Nothing in a text is looked for: no names, no channels, no links. */
const QUIET = { parse: 'none', link_names: false } as const;
const MAY_NOT_READ = ['missing_scope', 'not_in_channel', 'no_permission', 'not_allowed_token_type'];

function inSlack({ text, blocks }: ChatMessage): Shown {
  // Blocks are drawn by our own pure functions, which are held to Slack's limits by tests.
  return { text, blocks: [...blocks] as KnownBlock[] };
}
