import { ApiError } from '../answers/api-error.ts';
import type { Cluster } from '../cluster.ts';
import { apiVersionOf, type Resource } from '../registry/resource.ts';
import { tableOf } from '../tables/table.ts';
import type { Negotiated } from './content.ts';
import { WireBody, type Answer } from './exchange.ts';
import { contentBytes } from './object-bytes.ts';
import type { ListOptions } from './options.ts';
import { FUTURE_WAIT_MS, readPage, type Page } from './pages.ts';
import { partialMetadata } from './partial-metadata.ts';

/** Answers a list, in the view that was asked for. */
export async function answerList(
  cluster: Cluster,
  resource: Resource,
  namespace: string | undefined,
  options: ListOptions,
  { view }: Negotiated,
  includeObject: string,
): Promise<Answer> {
  const page = await patiently(() => readPage(cluster.store, resource, namespace, options));
  if (view === 'table')
    return { code: 200, body: tableOf(cluster, resource, page.objects, listMeta(page), includeObject) };
  if (view === 'partial-list' || view === 'partial') {
    const items = page.objects.map(partialMetadata);
    return {
      code: 200,
      body: {
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata: listMeta(page),
        items,
      },
    };
  }
  return { code: 200, body: listBody(resource, page) };
}

/** A version of the future may still come: the server waits a little before it says that it is too large. */
export async function patiently<T>(read: () => T): Promise<T> {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 504) throw error;
    await new Promise((resolve) => {
      setTimeout(resolve, FUTURE_WAIT_MS);
    });
    return read();
  }
}

interface ListMeta {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

function listMeta({ version, continueToken, remaining }: Page): ListMeta {
  return {
    resourceVersion: String(version),
    ...(continueToken === undefined ? {} : { continue: continueToken }),
    ...(remaining === undefined ? {} : { remainingItemCount: remaining }),
  };
}

const FIRST = Buffer.from('{');
const NEXT = Buffer.from(',{');
const END = Buffer.from(']}');

function listBody(resource: Resource, page: Page): WireBody {
  const head = `{"kind":"${resource.kind}List","apiVersion":"${apiVersionOf(resource)}","metadata":${JSON.stringify(listMeta(page))},"items":[`;
  const parts: Uint8Array[] = [Buffer.from(head)];
  for (const object of page.objects) {
    parts.push(parts.length === 1 ? FIRST : NEXT, contentBytes(resource, object));
  }
  parts.push(END);
  return new WireBody(parts);
}
