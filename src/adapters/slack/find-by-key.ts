import type { WebClient } from '@slack/web-api';
import { z } from 'zod';

export const METADATA_EVENT = 'drover_event';

const PAGE = 100;
/** A message is looked for soon after it was posted: what is further back is not it. */
const PAGES_MAX = 10;

const Page = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        metadata: z
          .object({ event_type: z.string(), event_payload: z.object({ key: z.unknown() }) })
          .optional()
          .catch(undefined),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** The ts of the message that carries this key in its metadata: the earliest, should there be two. */
export async function findByKey(
  client: WebClient,
  channel: string,
  threadTs: string | undefined,
  key: string,
): Promise<string | undefined> {
  let found: string | undefined;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const { messages, response_metadata: more } = await readPage(client, channel, threadTs, cursor);
    for (const { ts, metadata } of messages) {
      const ours = metadata?.event_type === METADATA_EVENT && metadata.event_payload.key === key;
      if (ours && (found === undefined || Number(ts) < Number(found))) found = ts;
    }
    cursor = more?.next_cursor;
    if (cursor === undefined || cursor === '') return found;
  }
  return found;
}

async function readPage(
  client: WebClient,
  channel: string,
  threadTs: string | undefined,
  cursor: string | undefined,
): Promise<z.infer<typeof Page>> {
  const args = {
    channel,
    limit: PAGE,
    include_all_metadata: true,
    ...(cursor === undefined ? {} : { cursor }),
  };
  const answer =
    threadTs === undefined
      ? await client.conversations.history(args)
      : await client.conversations.replies({ ...args, ts: threadTs });
  return Page.parse(answer);
}
