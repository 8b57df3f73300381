import type { Meta } from '../../core/fleet/meta.ts';
import type { Pod, PodSpec } from '../../core/fleet/pod.ts';
import { MouldBook } from './mould-book.ts';
import type { OpenRule, Reduce } from './mould.ts';
import { endOfMetadata, endOfPod, METADATA_BEGIN, SPEC_BEGIN, STATUS_BEGIN } from './pod-list-text.ts';
import type { PodPlaces } from './pod-list-text.ts';
import { shareStructure } from './share-structure.ts';
import { slimStatus } from './slim-status.ts';
import type { PodStatus } from './slim-status.ts';

/** Keys whose strings differ between pods that are alike otherwise. */
const METADATA_RULES = [
  ...open('own', 'name uid resourceVersion').map((rule) => ({ ...rule, onTop: true })),
  ...open('shared', 'creationTimestamp').map((rule) => ({ ...rule, onTop: true })),
  ...open('own', 'statefulset.kubernetes.io/pod-name'),
  ...open('shared', 'apps.kubernetes.io/pod-index'),
];
const SPEC_RULES: readonly OpenRule[] = [
  ...open('shared', 'nodeName'),
  ...open('own', 'hostname claimName'),
  // How the DaemonSet controller names the one node that a pod is meant for.
  { pattern: /"metadata\.name","operator":"In","values":\["(?<open>[^"\\]*)"/dg, kind: 'shared' },
  // The volume with a service account's token has another name in every pod, and is the same in all.
  { pattern: /"kube-api-access(?<open>-[a-z0-9]{5})"/dg, kind: 'dropped' },
];
const STATUS_RULES = [
  ...open('own', 'podIP ip hostIP containerID'),
  ...open('shared', 'startTime lastTransitionTime startedAt finishedAt'),
];

function open(kind: OpenRule['kind'], keys: string): readonly OpenRule[] {
  return keys.split(' ').map((key) => ({
    pattern: new RegExp(String.raw`"${key.replaceAll('.', String.raw`\.`)}":"(?<open>[^"\\]*)"`, 'dg'),
    kind,
  }));
}

/**
 * Makes the pods of one list from its text. A fleet of a hundred thousand is to fit into memory: what pods of one owner
 * have in common is kept once, and of their status only what decisions rest on. Metadata and spec are whole, known or not:
 * a field that nobody knows may be a reason why the pod fits nowhere.
 */
export class PodBook {
  readonly #metadata = new MouldBook<Meta>(METADATA_RULES, '}');
  readonly #specs = new MouldBook<PodSpec>(SPEC_RULES);
  readonly #statuses = new MouldBook<PodStatus>(STATUS_RULES);
  readonly #lastOfOwner = new Map<string, { metadata?: Meta; spec?: PodSpec }>();

  /** The pod that begins here, and where it ends, if all of it is like pods before it. */
  recall(
    json: Buffer,
    at: number,
    endOfList: number,
  ): { readonly pod: Pod; readonly end: number } | undefined {
    const metadata = this.#metadata.recall(json, at + METADATA_BEGIN);
    const specAt = metadata && endOfMetadata(json, metadata.end);
    const spec = specAt === undefined ? undefined : this.#specs.recall(json, specAt + SPEC_BEGIN);
    const status = spec && this.#statuses.recall(json, spec.end + STATUS_BEGIN);
    if (!metadata || !spec || !status) return undefined;
    const end = endOfPod(json, spec.end, status.end, endOfList);
    if (end === undefined) return undefined;
    return { pod: podOf(metadata.value, spec.value, status.value), end };
  }

  /** Any pod. Throws what is no JSON between the places. */
  read(json: Buffer, { metadata, spec, status }: PodPlaces): Pod {
    const shared = this.#metadata.read(json, ...metadata, this.#sharing('metadata', ownerOf));
    const owner = ownerOf(shared);
    const ofSpec = this.#specs.read(
      json,
      ...spec,
      this.#sharing('spec', () => owner),
    );
    if (!status) return podOf(shared, ofSpec);
    return podOf(
      shared,
      ofSpec,
      this.#statuses.read(json, ...status, (it) => slimStatus(it as PodStatus)),
    );
  }

  #sharing<K extends 'metadata' | 'spec', T extends object>(
    part: K,
    ownerOfPart: (value: T) => string,
  ): Reduce<T> {
    return (parsed) => {
      const value = parsed as T;
      const owner = ownerOfPart(value);
      const last = this.#lastOfOwner.get(owner) ?? {};
      const shared = shareStructure(last[part], value) as T;
      this.#lastOfOwner.set(owner, { ...last, [part]: shared });
      return shared;
    };
  }
}

/** Written out: an object that is made in one go takes less room. */
function podOf(metadata: Meta, spec: PodSpec, status?: PodStatus): Pod {
  if (status) {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec, status };
    return pod;
  }
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
  return pod;
}

function ownerOf({ ownerReferences, namespace }: Meta): string {
  return ownerReferences?.[0]?.uid ?? namespace ?? '';
}
