import { setTimeout as delay } from 'node:timers/promises';
import { ApiFailure, failureOf } from './api-failure.ts';
import { eventsOf } from './event-lines.ts';
import type { WatchEvent } from './event-lines.ts';
import type { KubernetesConnection } from './kubernetes-connection.ts';

/** Real milliseconds. */
export interface WatchSettings {
  /** How long the server is asked to keep a watch; up to half of it more, so that watches do not end together. */
  readonly heldMs: number;
  /** How much longer than that a silent connection is believed in. Then it is half open: cut, and begun anew. */
  readonly graceMs: number;
  /** The first wait after a failure; it doubles up to the longest. */
  readonly retryMs: number;
  readonly retryMaxMs: number;
}

const WATCH_SETTINGS: WatchSettings = {
  heldMs: 45_000,
  graceMs: 15_000,
  retryMs: 500,
  retryMaxMs: 30_000,
};

export interface WatchTarget {
  /** `/api/v1/pods`. */
  readonly path: string;
  readonly labelSelector?: string;
}

export interface WatchListener {
  changed(namespace: string | undefined, name: string): void;
  /** The watch begins, or begins anew without knowing what it missed. */
  unknown(): void;
  failed(error: unknown): void;
}

/** What is asked for in place of whole objects: a wake-up needs names alone. A server that cannot answers whole ones. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

const HTTP_GONE = 410;

/** Watches until the signal ends it, through every way in which a watch can end. Never throws. */
export async function watchLoop(
  connection: KubernetesConnection,
  target: WatchTarget,
  listener: WatchListener,
  signal: AbortSignal,
  settings: WatchSettings = WATCH_SETTINGS,
): Promise<void> {
  const place: Place = { version: undefined };
  let failures = 0;
  while (!signal.aborted) {
    try {
      if (place.version === undefined) {
        place.version = await currentVersion(connection, target);
        listener.unknown();
      }
      const began = performance.now();
      await watchOnce(connection, target, place, listener, signal, settings);
      // A watch that ends as soon as it begins is a failure too, or this would be a busy loop.
      failures = performance.now() - began < settings.retryMs ? failures + 1 : 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      const failure = failureOf(error);
      if (failure?.code === 401) connection.forgetCredentials();
      if (failure?.code === HTTP_GONE) place.version = undefined;
      else listener.failed(error);
      await pause(failures, failure?.retryAfterMs ?? 0, signal, settings);
      continue;
    }
    if (failures > 0) await pause(failures, 0, signal, settings);
  }
}

/** The version to watch from. One object is enough: the list's own version is that of the whole. */
async function currentVersion(connection: KubernetesConnection, target: WatchTarget): Promise<string> {
  const query = queryOf(target, { limit: '1' });
  return connection.call(`list ${target.path}`, async (attempt) => {
    const answer = await attempt.get(`${target.path}?${query}`, { accept: METADATA_ONLY });
    const list = JSON.parse(await answer.body.text()) as {
      readonly metadata?: { readonly resourceVersion?: string };
    };
    const version = list.metadata?.resourceVersion;
    if (version === undefined) throw new Error('the list has no version');
    return version;
  });
}

/** How far a watch has come; kept when it breaks off, so that the next one goes on from there. */
interface Place {
  version: string | undefined;
}

/** Watches once, to the end of the watch. A version that is too old is thrown as 410, in all its forms. */
async function watchOnce(
  connection: KubernetesConnection,
  target: WatchTarget,
  place: Place,
  listener: WatchListener,
  signal: AbortSignal,
  { heldMs, graceMs }: WatchSettings,
): Promise<void> {
  const seconds = Math.max(1, Math.round((heldMs * (1 + Math.random() / 2)) / 1_000));
  const halfOpen = AbortSignal.timeout(seconds * 1_000 + graceMs);
  const attempt = await connection.attempt(AbortSignal.any([signal, halfOpen]));
  const query = queryOf(target, {
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: place.version ?? '',
    timeoutSeconds: String(seconds),
  });
  const answer = await attempt.get(`${target.path}?${query}`, { accept: METADATA_ONLY });
  for await (const event of eventsOf(answer.body)) {
    if (event.type === 'ERROR') throw errorOf(event);
    const { name, namespace, resourceVersion } = event.object.metadata ?? {};
    place.version = resourceVersion ?? place.version;
    if (event.type !== 'BOOKMARK') listener.changed(namespace, name ?? '');
  }
}

/** The Status in an ERROR event is the answer that the watch would have had, had it not begun already. */
function errorOf({ object }: WatchEvent): ApiFailure {
  return new ApiFailure(object.code ?? 500, {}, object);
}

function queryOf({ labelSelector }: WatchTarget, parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams({
    ...parameters,
    ...(labelSelector === undefined ? {} : { labelSelector }),
  }).toString();
}

/** Waits longer with each failure in a row, never as long as another one that failed at the same moment. */
async function pause(
  failures: number,
  retryAfterMs: number,
  signal: AbortSignal,
  { retryMs, retryMaxMs }: WatchSettings,
): Promise<void> {
  const most = Math.min(retryMaxMs, retryMs * 2 ** Math.min(failures, 10));
  const ms = Math.max(retryAfterMs, most * (0.5 + Math.random() / 2));
  // Being told to stop is how this wait usually ends early; the loop sees it.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
