import { TEXT_KEPT_MAX, validateMessage } from './limits/validate-message.ts';
import type { SentMessage } from './limits/validate-message.ts';
import type { Verdict } from './limits/verdict.ts';
import { isJsonObject, objectsOf, textOf } from './state/json-object.ts';
import type { MessageContent } from './state/message.ts';
import { withIds } from './state/with-ids.ts';
import type { Workspace } from './state/workspace.ts';

export type AcceptedMessage =
  | { readonly ok: true; readonly content: MessageContent }
  | { readonly ok: false; readonly verdict: Verdict & { ok: false } };

/** Judges a message by Slack's limits, keeps the verdict, and makes it what the workspace stores. `via`: by which way it came. */
export function acceptMessage(
  workspace: Workspace,
  via: string,
  sent: SentMessage,
  use: 'post' | 'update' = 'post',
): AcceptedMessage {
  const verdict = withoutNewBlocks(workspace, sent) ?? validateMessage(sent, use);
  const known = Object.entries(sent).filter(([, value]) => value !== undefined && typeof value !== 'symbol');
  workspace.verdicts.record({ via, surface: 'message', content: Object.fromEntries(known), verdict });
  if (!verdict.ok) return { ok: false, verdict };
  const { metadata } = sent;
  return {
    ok: true,
    content: {
      text: textOf(sent.text).slice(0, TEXT_KEPT_MAX),
      blocks: withIds(objectsOf(sent.blocks), workspace.random),
      attachments: objectsOf(sent.attachments),
      ...(isJsonObject(metadata) && Object.keys(metadata).length > 0 ? { metadata } : {}),
    },
  };
}

function withoutNewBlocks({ withoutBlocks }: Workspace, { blocks }: SentMessage): Verdict | undefined {
  const problems = objectsOf(blocks).flatMap((block, index) => {
    const type = textOf(block['type']);
    return withoutBlocks.has(type)
      ? [{ message: `unsupported type: ${type}`, pointer: `/blocks/${index}/type` }]
      : [];
  });
  return problems.length > 0 ? { ok: false, error: 'invalid_blocks', problems } : undefined;
}
