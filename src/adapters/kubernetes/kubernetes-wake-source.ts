import type { Log } from '../../ports/log.ts';
import { PortError } from '../../ports/port-error.ts';
import type { WakeSource } from '../../ports/wake-source.ts';
import type { KubernetesConnection } from './kubernetes-connection.ts';
import { SLOT_LABEL } from './slot-names.ts';
import { toPortError } from './to-port-error.ts';
import { watchLoop } from './watch-loop.ts';
import type { WatchSettings, WatchTarget } from './watch-loop.ts';

type OnChange = (kind: string, namespace: string | undefined, name: string) => void;

/** Watches what a rollout waits for. It wakes only: what it saw is forgotten, and decisions read afresh. */
export class KubernetesWakeSource implements WakeSource {
  readonly #connection: KubernetesConnection;
  readonly #namespace: string;
  readonly #log: Log;
  readonly #settings: WatchSettings | undefined;

  /** `namespace`: drover's own, where the slots are. */
  constructor(connection: KubernetesConnection, namespace: string, log: Log, settings?: WatchSettings) {
    this.#connection = connection;
    this.#namespace = namespace;
    this.#log = log;
    this.#settings = settings;
  }

  start(onChange: OnChange): { stop(): void } {
    const ended = new AbortController();
    for (const [kind, target] of Object.entries(this.#targets())) {
      const listener = {
        changed: (namespace: string | undefined, name: string) => this.#tell(onChange, kind, namespace, name),
        unknown: () => this.#tell(onChange, kind, undefined, ''),
        failed: (error: unknown) => this.#warn(kind, error),
      };
      void watchLoop(this.#connection, target, listener, ended.signal, this.#settings);
    }
    return { stop: () => ended.abort() };
  }

  #targets(): Readonly<Record<string, WatchTarget>> {
    return {
      nodes: { path: '/api/v1/nodes' },
      pods: { path: '/api/v1/pods' },
      poddisruptionbudgets: { path: '/apis/policy/v1/poddisruptionbudgets' },
      volumeattachments: { path: '/apis/storage.k8s.io/v1/volumeattachments' },
      configmaps: { path: `/api/v1/namespaces/${this.#namespace}/configmaps`, labelSelector: SLOT_LABEL },
    };
  }

  /** A listener's mistake must not end the watch. */
  #tell(onChange: OnChange, kind: string, namespace: string | undefined, name: string): void {
    try {
      onChange(kind, namespace, name);
    } catch (error) {
      this.#log.error('A change was seen, and what it woke failed.', { kind, namespace, name, error });
    }
  }

  #warn(kind: string, error: unknown): void {
    const known = error instanceof PortError ? error : toPortError(`watch ${kind}`, error);
    this.#log.warn('A watch broke off and begins anew.', { kind, error: known });
  }
}
