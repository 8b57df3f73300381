import type { Meta } from '../../core/fleet/meta.ts';
import type { Pod, PodSpec } from '../../core/fleet/pod.ts';
import { pageOf, parseList } from './parse-list.ts';
import type { Page } from './read-pages.ts';
import { shareStructure } from './share-structure.ts';
import { slimStatus } from './slim-status.ts';
import type { PodStatus } from './slim-status.ts';
import { SpecBook } from './spec-book.ts';
import { PodListText } from './pod-list-text.ts';

/**
 * Parses the pages of one list of pods. A fleet of a hundred thousand is to fit into memory: what pods of one owner have
 * in common is kept once, and of their status only what decisions rest on. Metadata and spec are whole, known or not: a
 * field that nobody knows may be a reason why the pod fits nowhere.
 */
export function podParser(): (body: Buffer) => Page<Pod> {
  const specs = new SpecBook();
  const lastOfOwner = new Map<string, Meta>();
  const make = (metadata: Meta, spec: (owner: string) => PodSpec, status: PodStatus | undefined): Pod => {
    const owner = metadata.ownerReferences?.[0]?.uid ?? metadata.namespace ?? '';
    const shared = shareStructure(lastOfOwner.get(owner), metadata) as Meta;
    lastOfOwner.set(owner, shared);
    if (!status) return { ...TYPE, metadata: shared, spec: spec(owner) };
    return { ...TYPE, metadata: shared, spec: spec(owner), status: slimStatus(status) };
  };
  return (body) => quickly(body, specs, make) ?? slowly(body, specs, make);
}

const TYPE = { apiVersion: 'v1', kind: 'Pod' } as const;

type Make = (metadata: Meta, spec: (owner: string) => PodSpec, status: PodStatus | undefined) => Pod;

/** As the API server writes lists: each spec is parsed only where it differs from those before. */
function quickly(body: Buffer, specs: SpecBook, make: Make): Page<Pod> | undefined {
  try {
    const list = PodListText.open(body);
    if (!list) return undefined;
    const pods: Pod[] = [];
    for (const { metadata, spec, status } of list.pods()) {
      const owned = (owner: string): PodSpec => specs.parse(spec, owner);
      pods.push(make(JSON.parse(metadata) as Meta, owned, JSON.parse(status) as PodStatus));
    }
    return pageOf(pods, list.metadata);
  } catch {
    // It was cut at a wrong place, or is no JSON at all, which the slow way will say.
    return undefined;
  }
}

function slowly(body: Buffer, specs: SpecBook, make: Make): Page<Pod> {
  const page = parseList(body);
  const items = page.items as readonly Pod[];
  return {
    ...page,
    items: items.map(({ metadata, spec, status }) => {
      const { managedFields: _, ...lean } = metadata as Meta & { readonly managedFields?: unknown };
      return make(lean, (owner) => specs.parse(JSON.stringify(spec), owner), status);
    }),
  };
}
