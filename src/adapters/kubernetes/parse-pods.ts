import type { Pod } from '../../core/fleet/pod.ts';
import { pageOf, parseList } from './parse-list.ts';
import { PodBook } from './pod-book.ts';
import { placesOf, PodListText } from './pod-list-text.ts';
import type { Page } from './read-pages.ts';

/** Parses the pages of one list of pods. */
export function podParser(): (body: Buffer) => Page<Pod> {
  const book = new PodBook();
  return (body) => quickly(body, book) ?? slowly(body, book);
}

/** As the API server writes lists: each pod is parsed only where it differs from those before. */
function quickly(body: Buffer, book: PodBook): Page<Pod> | undefined {
  try {
    const list = PodListText.open(body);
    if (!list) return undefined;
    const pods: Pod[] = [];
    for (let at = list.begin; at < list.end;) {
      const known = book.recall(body, at, list.end);
      const end = known?.end ?? list.endOf(at);
      pods.push(known?.pod ?? book.read(body, placesOf(body, at, end)));
      at = end + 1;
    }
    return pageOf(pods, list.metadata);
  } catch {
    // It was cut at a wrong place, or is no JSON at all, which the slow way will say.
    return undefined;
  }
}

function slowly(body: Buffer, book: PodBook): Page<Pod> {
  const page = parseList(body);
  return { ...page, items: page.items.map((item) => rewritten(item as Pod, book)) };
}

/** The pod from its parts, each written anew in the usual form. */
function rewritten({ metadata, spec, status }: Pod, book: PodBook): Pod {
  const { managedFields: _, ...lean } = metadata as Pod['metadata'] & { readonly managedFields?: unknown };
  const texts = [lean, spec, ...(status ? [status] : [])].map((part) => Buffer.from(JSON.stringify(part)));
  const [ofMetadata = 0, ofSpec = 0, ofStatus = 0] = texts.map(({ length }) => length);
  return book.read(Buffer.concat(texts), {
    metadata: [0, ofMetadata - 1],
    spec: [ofMetadata, ofMetadata + ofSpec],
    status: status && [ofMetadata + ofSpec, ofMetadata + ofSpec + ofStatus],
  });
}
