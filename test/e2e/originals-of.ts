import type { World } from '../../src/sandbox/world.ts';

/** The objects that are there before the story begins, as effects name them. */
export function originalsOf({ cluster, cloud }: World): ReadonlySet<string> {
  return new Set([
    ...cluster.list('nodes').map(({ metadata }) => `Node/${metadata.name}`),
    ...cluster.list('pods').map(({ metadata }) => `Pod/${metadata.namespace ?? ''}/${metadata.name}`),
    ...cloud.machines().map(({ instanceId }) => `Instance/${instanceId}`),
  ]);
}
