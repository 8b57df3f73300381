import type { Draft } from '../../kubernetes/cluster.ts';
import { BEHAVIOUR_ANNOTATION, TRAFFIC_ANNOTATION } from './behaviour.ts';
import type { Stage } from './stage.ts';

/** What an operator looks after: an object of its own kind, which the API server of this world does not know. */
const CACHE = {
  apiVersion: 'cache.example/v1',
  kind: 'CacheCluster',
  name: 'sessions',
  uid: '5b6f3a52-8a0e-4c58-9c1d-0d5c2f6b7e11',
  controller: true,
  blockOwnerDeletion: true,
} as const;

/** World ms until an operator has noticed that a pod is gone, and made it again. */
const NOTICE_MS = 500;

/** An operator of a team: so many pods under fixed names behind a Service, made again when one is gone, and no budget for them. */
export function addOperator({ cluster, clock }: Stage, pods: number): void {
  cluster.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'shop', name: CACHE.name, annotations: { [TRAFFIC_ANNOTATION]: '10' } },
    spec: { selector: { app: CACHE.name }, ports: [{ name: 'cache', port: 6379, targetPort: 'cache' }] },
  });
  const names = Array.from({ length: pods }, (_, index) => `${CACHE.name}-${index}`);
  const make = (name: string): void => {
    if (!cluster.get('pods', 'shop', name)) cluster.create('pods', podOf(name));
  };
  for (const name of names) make(name);
  cluster.watch('pods', ({ type, object }) => {
    const { name, ownerReferences = [] } = object.metadata;
    const isOurs = ownerReferences.some(({ uid }) => uid === CACHE.uid);
    if (type === 'DELETED' && isOurs) clock.after(NOTICE_MS, () => make(name));
  });
}

function podOf(name: string): Draft {
  const labels = { app: CACHE.name };
  const behaviour = { startSeconds: 2, readySeconds: 1, onSigterm: 'drain', drainSeconds: 1 };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: 'shop',
      name,
      labels,
      annotations: { [BEHAVIOUR_ANNOTATION]: JSON.stringify(behaviour) },
      ownerReferences: [CACHE],
    },
    spec: {
      terminationGracePeriodSeconds: 15,
      containers: [
        {
          name: CACHE.name,
          image: 'registry.example/shop/sessions:2026.11',
          ports: [{ name: 'cache', containerPort: 6379 }],
          readinessProbe: { tcpSocket: { port: 'cache' }, periodSeconds: 2 },
          lifecycle: { preStop: { sleep: { seconds: 5 } } },
          resources: { requests: { cpu: '250m', memory: '256Mi' } },
        },
      ],
    },
  };
}
