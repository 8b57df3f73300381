import { expired } from '../answers/api-error.ts';
import type { Cluster } from '../cluster.ts';
import type { KubeObject, StoreEvent } from '../object.ts';
import { apiVersionOf, type Resource } from '../registry/resource.ts';
import { tableOf } from '../tables/table.ts';
import type { View } from './content.ts';
import { JSON_TYPE, type Exchange } from './exchange.ts';
import { objectParts } from './object-bytes.ts';
import { versionNumber, type ListOptions } from './options.ts';
import { filterOf, type ObjectFilter } from './pages.ts';
import { partialMetadata } from './partial-metadata.ts';

/** A watch without a deadline lives this long, in real seconds, as long again at most. */
const LIFETIME_SECONDS = 1_800;
/** Real time between bookmarks, and before the end of the stream when the last one comes. */
const BOOKMARK_EVERY_MS = 60_000;
const BOOKMARK_BEFORE_END_MS = 2_000;

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

interface WatchRequest {
  readonly exchange: Exchange;
  readonly cluster: Cluster;
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly options: ListOptions;
  readonly view: View;
}

/** Streams the changes of a resource until the deadline, the client or the server ends it. */
export function answerWatch(request: WatchRequest): () => void {
  const { options } = request;
  const version = versionNumber(options.resourceVersion);
  return new Watch(request).start(version ?? 0);
}

class Watch {
  readonly #request: WatchRequest;
  readonly #takes: ObjectFilter;
  readonly #timers: NodeJS.Timeout[] = [];
  #unsubscribe: () => void = () => {};
  #hasHeaders = false;
  #isOver = false;
  /** The last version that the client has been told. */
  #version = 0;

  constructor(request: WatchRequest) {
    this.#request = request;
    this.#takes = filterOf(request.resource, request.options);
  }

  /** Answers how to end it from outside. */
  start(version: number): () => void {
    const { exchange, options } = this.#request;
    exchange.response.writeHead(200, { 'content-type': JSON_TYPE, 'cache-control': 'no-cache, private' });
    exchange.response.flushHeaders();
    exchange.response.on('close', () => this.#end());
    const seconds = options.timeoutSeconds ?? LIFETIME_SECONDS * (1 + Math.random());
    this.#timers.push(setTimeout(() => this.#end(), seconds * 1000));
    if (options.allowBookmarks) this.#planBookmarks(seconds);
    this.#begin(version);
    return () => this.#end();
  }

  #planBookmarks(seconds: number): void {
    const last = Math.max(0, seconds * 1000 - BOOKMARK_BEFORE_END_MS);
    this.#timers.push(setTimeout(() => this.#bookmark(), last));
    this.#timers.push(setInterval(() => this.#bookmark(), BOOKMARK_EVERY_MS));
  }

  #begin(version: number): void {
    const { cluster, resource, namespace, options } = this.#request;
    const { store } = cluster;
    const isFromNow = cluster.faults.has('watch-starts-at-now');
    const asksForState = version === 0 || options.sendInitialEvents === true;
    this.#version = Math.max(store.version, version);
    if (asksForState && options.sendInitialEvents !== false && !isFromNow) {
      for (const object of store.list(resource.storage, namespace))
        if (this.#takes(object)) this.#write('ADDED', object);
      if (options.sendInitialEvents === true && options.allowBookmarks) this.#bookmark(true);
    } else if (version > 0 && !isFromNow) {
      const past = store.since(resource.storage, version);
      if (!past) {
        this.#fail(version, store.oldestWatch(resource.storage));
        return;
      }
      for (const event of past) this.#tell(event);
    }
    const from = version;
    this.#unsubscribe = store.subscribe(resource.storage, (event) => {
      if (event.version > from) this.#tell(event);
    });
  }

  #fail(version: number, oldest: number): void {
    const { status } = expired(`too old resource version: ${version} (${oldest})`);
    this.#send(`{"type":"ERROR","object":${JSON.stringify(status)}}\n`);
    this.#end();
  }

  /** An object that leaves the selection is deleted for this client, one that enters it is new. */
  #tell(event: StoreEvent): void {
    const { namespace } = this.#request;
    const { object, previous, type } = event;
    this.#version = event.version;
    if (namespace !== undefined && object.metadata.namespace !== namespace) return;
    const wasIn = previous !== undefined && this.#takes(previous);
    const isIn = type !== 'DELETED' && this.#takes(object);
    if (isIn) this.#write(wasIn ? 'MODIFIED' : 'ADDED', object);
    else if (wasIn) this.#write('DELETED', type === 'DELETED' ? object : lastSeen(previous, object));
  }

  #write(type: EventType, object: KubeObject): void {
    const { cluster, resource, view } = this.#request;
    if (view === 'object') {
      this.#send(Buffer.concat([eventHead(type), ...objectParts(resource, object), EVENT_END]));
      return;
    }
    let shown: unknown = partialMetadata(object);
    if (view === 'table') {
      const metadata = { resourceVersion: object.metadata.resourceVersion };
      shown = tableOf(cluster, resource, [object], metadata, 'Metadata', !this.#hasHeaders);
      this.#hasHeaders = true;
    }
    this.#send(`{"type":"${type}","object":${JSON.stringify(shown)}}\n`);
  }

  /** Tells how far the client has seen, and nothing else. */
  #bookmark(isInitialEnd = false): void {
    const { cluster, resource } = this.#request;
    const object = {
      kind: resource.kind,
      apiVersion: apiVersionOf(resource),
      metadata: {
        resourceVersion: String(Math.max(this.#version, cluster.store.version)),
        creationTimestamp: null,
        ...(isInitialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
      },
    };
    this.#send(`{"type":"BOOKMARK","object":${JSON.stringify(object)}}\n`);
  }

  #send(chunk: string | Uint8Array): void {
    if (!this.#isOver) this.#request.exchange.response.write(chunk);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#unsubscribe();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#request.exchange.response.end();
  }
}

/** The content that the client knew, with the version at which it left. */
function lastSeen(previous: KubeObject, object: KubeObject): KubeObject {
  const { resourceVersion } = object.metadata;
  return { ...previous, metadata: { ...previous.metadata, resourceVersion } };
}

const EVENT_END = Buffer.from('}\n');

function eventHead(type: EventType): Uint8Array {
  return Buffer.from(`{"type":"${type}","object":`);
}
