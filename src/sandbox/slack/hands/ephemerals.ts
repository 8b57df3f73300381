import type { SlackParts } from '../slack-parts.ts';
import type { Ephemeral } from '../state/message.ts';

/** What this person alone sees now, oldest first; undefined: no such person. */
export function ephemerals(
  { workspace }: SlackParts,
  { user }: { readonly user: string },
): readonly Ephemeral[] | undefined {
  const person = workspace.directory.person(user);
  return person && workspace.timeline.ephemerals(person.id);
}

/** The person clicks it away. False: there is no such thing before them. */
export function dismiss(
  { workspace }: SlackParts,
  { user, ts }: { readonly user: string; readonly ts: string },
): boolean {
  const { directory, timeline } = workspace;
  const found = timeline.ephemerals(directory.person(user)?.id ?? '').find((one) => one.ts === ts);
  if (found) timeline.removeEphemeral(found);
  return found !== undefined;
}
