import type { Cluster } from '../kubernetes/cluster.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ControllerRevision } from './kinds/controller-revision.ts';
import { controllerOf } from './kinds/pod.ts';
import type { PodTemplate } from './kinds/pod-template.ts';
import { controllerReference } from './owner.ts';
import { shortHash } from './short-hash.ts';

const RESOURCE = 'controllerrevisions.apps';
const HASH = 'controller.kubernetes.io/hash';

/** A template that a StatefulSet or DaemonSet has, or had. */
export interface TemplateRevision {
  readonly name: string;
  readonly hash: string;
  readonly template: PodTemplate;
}

/**
 * The revision of the owner's present template: an existing one becomes the newest again, else one is made.
 * Revisions above the limit that nobody uses are dropped.
 */
export function currentTemplateRevision(
  cluster: Cluster,
  owner: KubeObject,
  template: PodTemplate,
): TemplateRevision {
  const past = revisionsOf(cluster, owner);
  const data = canonicalJson(patchOf(template));
  const newest = Math.max(0, ...past.map(({ revision }) => revision));
  const same = past.find((revision) => canonicalJson(revision.data) === data);
  if (same && same.revision < newest) {
    cluster.edit<ControllerRevision>(RESOURCE, owner.metadata.namespace, same.metadata.name, (draft) => {
      draft.revision = newest + 1;
    });
  }
  return same ? toTemplateRevision(same) : make(cluster, owner, template, newest + 1);
}

/** A revision by its name, as pods carry it; undefined if it was dropped. */
export function namedTemplateRevision(
  cluster: Cluster,
  owner: KubeObject,
  name: string,
): TemplateRevision | undefined {
  const found = revisionsOf(cluster, owner).find(({ metadata }) => metadata.name === name);
  return found && toTemplateRevision(found);
}

export function dropUnusedRevisions(
  cluster: Cluster,
  owner: KubeObject,
  used: ReadonlySet<string>,
  limit: number,
): void {
  const unused = revisionsOf(cluster, owner).filter(({ metadata }) => !used.has(metadata.name));
  for (const { metadata } of unused.slice(0, Math.max(0, unused.length - limit))) {
    cluster.delete(RESOURCE, metadata.namespace, metadata.name);
  }
}

/** Oldest first. */
function revisionsOf(cluster: Cluster, { metadata }: KubeObject): ControllerRevision[] {
  return cluster
    .list<ControllerRevision>(RESOURCE, metadata.namespace)
    .filter((revision) => controllerOf(revision)?.uid === metadata.uid)
    .sort((one, other) => one.revision - other.revision);
}

/** Where it may not be stored, in a namespace that is on its way out, the revision is used all the same. */
function make(
  cluster: Cluster,
  owner: KubeObject,
  template: PodTemplate,
  revision: number,
): TemplateRevision {
  const data = patchOf(template);
  for (let collisions = 0; collisions < COLLISIONS_MAX; collisions++) {
    const hash = shortHash(canonicalJson(data), collisions);
    const name = `${owner.metadata.name}-${hash}`;
    const outcome = cluster.attempt<ControllerRevision>(RESOURCE, {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name,
        ...(owner.metadata.namespace !== undefined && { namespace: owner.metadata.namespace }),
        labels: { ...template.metadata?.labels, [HASH]: hash },
        ownerReferences: [controllerReference(owner)],
      },
      data,
      revision,
    });
    if (outcome.ok) return toTemplateRevision(outcome.object);
    if (outcome.refusal.reason !== 'AlreadyExists') return { name, hash, template };
  }
  throw new Error(`no free name for a revision of ${owner.metadata.name}`);
}

/** Revisions of an owner of the same name that was deleted may still hold a name. */
const COLLISIONS_MAX = 10;

function patchOf(template: PodTemplate): unknown {
  return { spec: { template: { ...structuredClone(template), $patch: 'replace' } } };
}

function toTemplateRevision({ metadata, data }: ControllerRevision): TemplateRevision {
  // The data was written by patchOf above: the template and the directive beside it.
  const { $patch: _patch, ...template } = (data as { spec: { template: PodTemplate & { $patch: string } } })
    .spec.template;
  return { name: metadata.name, hash: metadata.labels?.[HASH] ?? '', template };
}
