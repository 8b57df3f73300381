import type { KnownGroups } from '../core/request/parse-patch-command.ts';
import type { GroupSettings } from './group-settings.ts';
import type { ConversationPorts } from './ports.ts';
import type { SingleFlight } from './single-flight.ts';

/** A node group with what it takes to work on it. */
export interface GroupHandle {
  readonly settings: GroupSettings;
  readonly ports: ConversationPorts;
  readonly own: { readonly node: string | undefined };
  /** The plans that are being made in this process, by rollout: reading a large cluster twice at once is too much for one. */
  readonly plans: SingleFlight<void>;
}

/** All node groups of the configuration. */
export interface Directory {
  /** Our workspace: people of another one may look but not steer. */
  readonly teamId: string;
  readonly groups: readonly GroupHandle[];
}

export function knownGroups({ groups }: Directory): KnownGroups {
  const known: Record<string, string[]> = {};
  for (const { settings } of groups) (known[settings.cluster] ??= []).push(settings.nodeGroup);
  return known;
}

export function findGroup(
  { groups }: Directory,
  cluster: string,
  nodeGroup: string,
): GroupHandle | undefined {
  return groups.find(({ settings }) => settings.cluster === cluster && settings.nodeGroup === nodeGroup);
}
