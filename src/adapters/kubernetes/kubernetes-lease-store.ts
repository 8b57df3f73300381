import { CoordinationV1Api, V1MicroTime } from '@kubernetes/client-node';
import type { V1Lease } from '@kubernetes/client-node';
import type { HeldLease, LeaseStore } from '../../ports/lease-store.ts';
import { failureOf } from './api-failure.ts';
import type { Attempt, KubernetesConnection } from './kubernetes-connection.ts';

const LEASE_NAME = 'drover-engine';

/** A Lease counts whole seconds; ours may be shorter than one in tests, so the exact figure stands beside it. */
const DURATION_ANNOTATION = 'drover.dev/lease-duration-ms';

type LeaseToWrite = Pick<HeldLease, 'holder' | 'transitions' | 'durationMs'>;

/** The Lease in drover's namespace that says which engine acts on a cluster. */
export class KubernetesLeaseStore implements LeaseStore {
  readonly #connection: KubernetesConnection;
  readonly #namespace: string;
  /** As last read or written: who held it since when is kept while the holder stays. */
  #last: V1Lease | undefined;

  constructor(connection: KubernetesConnection, namespace: string) {
    this.#connection = connection;
    this.#namespace = namespace;
  }

  async read(): Promise<HeldLease | undefined> {
    const lease = await this.#connection.read(`get leases/${LEASE_NAME}`, async (attempt) => {
      try {
        const call = { name: LEASE_NAME, namespace: this.#namespace };
        return await attempt.api(CoordinationV1Api).readNamespacedLease(call, attempt.options());
      } catch (error) {
        if (failureOf(error)?.status?.reason === 'NotFound') return undefined;
        throw error;
      }
    });
    this.#last = lease;
    return lease && toHeld(lease);
  }

  async write(
    lease: LeaseToWrite,
    version: string | undefined,
  ): Promise<{ readonly kind: 'written'; readonly version: string } | { readonly kind: 'stale' }> {
    const body = this.#bodyOf(lease, version);
    const operation = version === undefined ? 'create' : 'update';
    return this.#connection.call(`${operation} leases/${LEASE_NAME}`, async (attempt) => {
      try {
        const written = await this.#send(attempt, body, version === undefined);
        this.#last = written;
        return { kind: 'written', version: versionOf(written) } as const;
      } catch (error) {
        const status = failureOf(error)?.status;
        const gone = status?.reason === 'NotFound' && status.details?.kind === 'leases';
        if (status?.reason === 'AlreadyExists' || status?.reason === 'Conflict' || gone)
          return { kind: 'stale' } as const;
        throw error;
      }
    });
  }

  async #send(attempt: Attempt, body: V1Lease, create: boolean): Promise<V1Lease> {
    const api = attempt.api(CoordinationV1Api);
    const namespace = this.#namespace;
    return create
      ? api.createNamespacedLease({ namespace, body }, attempt.options())
      : api.replaceNamespacedLease({ name: LEASE_NAME, namespace, body }, attempt.options());
  }

  #bodyOf({ holder, transitions, durationMs }: LeaseToWrite, version: string | undefined): V1Lease {
    // Dates in Kubernetes objects are for people and other clients; ours judge the lease by its version alone.
    const now = new V1MicroTime();
    const known =
      version !== undefined && this.#last?.metadata?.resourceVersion === version ? this.#last : undefined;
    const sameHolder = known?.spec?.holderIdentity === holder;
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {
        name: LEASE_NAME,
        labels: { ...known?.metadata?.labels, 'app.kubernetes.io/name': 'drover' },
        annotations: { ...known?.metadata?.annotations, [DURATION_ANNOTATION]: String(durationMs) },
        ...(version === undefined ? {} : { resourceVersion: version }),
      },
      spec: {
        holderIdentity: holder,
        leaseDurationSeconds: Math.max(1, Math.ceil(durationMs / 1_000)),
        leaseTransitions: transitions,
        renewTime: now,
        acquireTime: (sameHolder ? known?.spec?.acquireTime : undefined) ?? now,
      },
    };
  }
}

function toHeld(lease: V1Lease): HeldLease {
  const { holderIdentity, leaseTransitions, leaseDurationSeconds } = lease.spec ?? {};
  const exact = Number(lease.metadata?.annotations?.[DURATION_ANNOTATION]);
  return {
    holder: holderIdentity ?? '',
    transitions: leaseTransitions ?? 0,
    durationMs: exact > 0 ? exact : (leaseDurationSeconds ?? 0) * 1_000,
    version: versionOf(lease),
  };
}

function versionOf(lease: V1Lease): string {
  const version = lease.metadata?.resourceVersion;
  if (version === undefined) throw new Error('the Lease has no resourceVersion');
  return version;
}
