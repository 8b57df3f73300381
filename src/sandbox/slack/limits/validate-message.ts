import { isJsonObject, objectsOf } from '../state/json-object.ts';
import { characters } from './check.ts';
import { validateBlocks, visibleCharacters } from './validate-blocks.ts';
import type { Problem, Verdict } from './verdict.ts';
import { GOOD } from './verdict.ts';

/** All texts of all blocks. Slack does not document it; failures were seen from about here (with a buffer). */
const MESSAGE_CHARACTERS_MAX = 12_000;
/** A posted text is cut here, not refused. */
export const TEXT_KEPT_MAX = 40_000;
/** An edited one is refused. */
const UPDATED_TEXT_MAX = 4_000;
const ATTACHMENTS_MAX = 100;
/** Slack names an error for too much metadata but publishes no number: an assumption on the small side. */
const METADATA_CHARACTERS_MAX = 8_000;

/** A message as an app sends it: parsed, not yet believed. */
export interface SentMessage {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
  readonly metadata?: unknown;
}

/** What Slack would say of a message; `use`: whether it is new or takes the place of another. */
export function validateMessage(message: SentMessage, use: 'post' | 'update' = 'post'): Verdict {
  return (
    attachmentsVerdict(message.attachments) ??
    blocksVerdict(message.blocks) ??
    metadataVerdict(message.metadata) ??
    textVerdict(message, use) ??
    GOOD
  );
}

function attachmentsVerdict(attachments: unknown): Verdict | undefined {
  if (attachments === undefined) return undefined;
  if (!Array.isArray(attachments)) return refuse('invalid_attachments');
  if (attachments.length > ATTACHMENTS_MAX) return refuse('too_many_attachments');
  const problems = objectsOf(attachments).flatMap(({ blocks }, index) =>
    blocks === undefined ? [] : validateBlocks(blocks, 'message', `/attachments/${index}/blocks`),
  );
  return problems.length > 0 ? refuse('invalid_attachments', problems) : undefined;
}

function blocksVerdict(blocks: unknown): Verdict | undefined {
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks) || !blocks.every(isJsonObject)) return refuse('invalid_blocks_format');
  const problems = validateBlocks(blocks, 'message', '/blocks');
  if (problems.length > 0) return refuse('invalid_blocks', problems);
  return visibleCharacters(blocks) > MESSAGE_CHARACTERS_MAX ? refuse('msg_blocks_too_long') : undefined;
}

function metadataVerdict(metadata: unknown): Verdict | undefined {
  if (metadata === undefined) return undefined;
  if (!isJsonObject(metadata)) return refuse('invalid_metadata_format');
  // An empty object removes what an edited message had.
  if (Object.keys(metadata).length === 0) return undefined;
  const { event_type: type, event_payload: payload } = metadata;
  if (typeof type !== 'string' || type === '' || !isJsonObject(payload))
    return refuse('invalid_metadata_schema');
  const deep = Object.values(payload)
    .flat()
    .filter(isJsonObject)
    .some((inner) => Object.values(inner).some(isNested));
  if (deep) return refuse('invalid_metadata_schema');
  return JSON.stringify(metadata).length > METADATA_CHARACTERS_MAX ? refuse('metadata_too_large') : undefined;
}

function textVerdict(
  { text, blocks, attachments }: SentMessage,
  use: 'post' | 'update',
): Verdict | undefined {
  if (text !== undefined && typeof text !== 'string') return refuse('invalid_arguments');
  if (use === 'update') {
    return text !== undefined && characters(text) > UPDATED_TEXT_MAX ? refuse('msg_too_long') : undefined;
  }
  const empty = !text && objectsOf(blocks).length === 0 && objectsOf(attachments).length === 0;
  return empty ? refuse('no_text') : undefined;
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function refuse(error: string, problems: readonly Problem[] = []): Verdict {
  return { ok: false, error, problems };
}
