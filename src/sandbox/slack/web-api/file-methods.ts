import { acceptMessage } from '../accept-message.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { StoredFile } from '../state/file-shelf.ts';
import type { JsonObject } from '../state/json-object.ts';
import { objectsOf, textOf } from '../state/json-object.ts';
import type { Answer } from './answer.ts';
import { refuse, refuseArguments, refuseMessage } from './answer.ts';
import type { Arguments } from './arguments.ts';
import { missingArguments } from './missing-arguments.ts';
import type { MethodTable } from './method.ts';

/** The three steps of an upload; the middle one is the POST to `upload_url`. */
export const FILE_METHODS: MethodTable = {
  'files.getUploadURLExternal': { scopes: ['files:write'], run: announce },
  'files.completeUploadExternal': { scopes: ['files:write'], run: complete },
};

function announce({ workspace, origin }: SlackParts, args: Arguments): Answer {
  const missing = missingArguments(args, 'filename', 'length');
  if (missing) return refuseArguments(...missing);
  const length = args.number('length', 0);
  if (length <= 0) return refuseArguments('must be greater than 0 [json-pointer:/length]');
  const file = workspace.files.announce(args.text('filename'), length, workspace.bot.id);
  file.altText = args.text('alt_text') || args.text('alt_txt');
  return { ok: true, upload_url: `${origin}/upload/${file.id}`, file_id: file.id };
}

function complete(slack: SlackParts, args: Arguments): Answer {
  const { workspace, app } = slack;
  const wanted = objectsOf(args.json('files'));
  if (wanted.length === 0) return refuseArguments('missing required field: files');
  const files = wanted.map(({ id }) => workspace.files.find(String(id)));
  if (!files.every((file) => file !== undefined && file.content !== undefined))
    return refuse('file_not_found');
  const uploaded = files.filter((file) => file !== undefined);
  for (const [index, file] of uploaded.entries()) file.title = textOf(wanted[index]?.['title']) || file.name;
  const channelId = args.text('channel_id');
  const presented = uploaded.map((file) => presentedFile(slack, file));
  if (channelId === '') return { ok: true, files: presented };
  const channel = workspace.directory.channels.get(channelId);
  if (!channel?.members.has(workspace.bot.id))
    return refuse(channel ? 'not_in_channel' : 'channel_not_found');
  const threadTs = args.text('thread_ts');
  if (threadTs && !workspace.timeline.find(channelId, threadTs)) return refuse('thread_not_found');
  const comment = {
    text: args.text('initial_comment') || 'A file',
    ...(args.has('blocks') ? { blocks: args.json('blocks') } : {}),
  };
  const accepted = acceptMessage(workspace, 'files.completeUploadExternal', comment);
  if (!accepted.ok) return refuseMessage(accepted.verdict);
  for (const file of uploaded) file.channels.add(channelId);
  const message = { ...accepted.content, text: args.text('initial_comment') };
  const { id: user, botId } = workspace.bot;
  workspace.timeline.post({
    ...message,
    channel: channelId,
    user,
    botId,
    appId: app.id,
    files: presented,
    ...(threadTs ? { threadTs } : {}),
  });
  return { ok: true, files: presented };
}

function presentedFile(
  { origin }: SlackParts,
  { id, name, title, length, user, createdAt, altText }: StoredFile,
): JsonObject {
  const url = `${origin}/files/${id}/${encodeURIComponent(name)}`;
  const extension = name.includes('.') ? name.split('.').at(-1) : 'text';
  return {
    id,
    name,
    title,
    user,
    size: length,
    ...(altText ? { alt_txt: altText } : {}),
    created: Math.floor(createdAt / 1000),
    filetype: extension,
    url_private: url,
    url_private_download: url,
    permalink: url,
  };
}
