import { forbidden, notFound } from '../answers/api-error.ts';
import { qualifiedResource, type Resource } from '../registry/resource.ts';
import { childOf, listOf, ownChild, textOf, type Fields } from '../schema/fields.ts';
import type { ObjectSpace, WriteContext } from '../writes/write-context.ts';
import { allocateAddress } from './allocate-address.ts';
import { admitPod } from './admit-pod.ts';

/** What admission fills into a new object, or refuses before it is looked at further. The draft is changed in place. */
export function admitCreation(context: WriteContext, resource: Resource, draft: Fields): void {
  const name = textOf(childOf(draft, 'metadata'), 'name');
  if (resource.namespaced) {
    const namespace = textOf(childOf(draft, 'metadata'), 'namespace');
    admitNamespace(context, resource, namespace, name);
  }
  ADMITTERS[resource.storage]?.(draft, context, resource);
}

type Admitter = (draft: Fields, context: WriteContext, resource: Resource) => void;

const ADMITTERS: Readonly<Record<string, Admitter>> = {
  pods: admitPod,
  nodes: taintNewNode,
  services: (draft, { space }) => allocateAddress(draft, space),
  persistentvolumeclaims: (draft, { space }) => chooseStorageClass(draft, space),
  'certificatesigningrequests.certificates.k8s.io': (draft, { user }) => {
    Object.assign(ownChild(draft, 'spec'), {
      username: user.name,
      groups: [...user.groups],
      ...(user.uid ? { uid: user.uid } : {}),
    });
  },
};

/** Nothing is made in a namespace that is not there or that is being deleted. */
export function admitNamespace(
  context: WriteContext,
  resource: Resource,
  namespace: string,
  name: string,
): void {
  const found = context.space.store.get('namespaces', undefined, namespace);
  if (!found) {
    // In-process controllers of a world without namespaces are not stopped.
    if (!context.isChecked) return;
    throw notFound({ group: '', resource: 'namespaces' }, namespace);
  }
  if (!found.metadata.deletionTimestamp) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${namespace} is being terminated`,
    field: 'metadata.namespace',
  };
  throw forbidden(qualifiedResource(resource), name, why, [cause]);
}

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** Every node is born with the taint, even if it reports Ready: the controller takes it off. */
function taintNewNode(node: Fields): void {
  const spec = ownChild(node, 'spec');
  const taints = listOf(spec, 'taints');
  const isThere = taints.some(
    (taint) => taint['key'] === NOT_READY.key && taint['effect'] === NOT_READY.effect,
  );
  if (!isThere) spec['taints'] = [...taints, { ...NOT_READY }];
}

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

function chooseStorageClass(claim: Fields, { store }: ObjectSpace): void {
  const spec = ownChild(claim, 'spec');
  if (spec['storageClassName'] !== undefined && spec['storageClassName'] !== null) return;
  const classes = store.list('storageclasses.storage.k8s.io');
  const chosen = classes.findLast((one) => one.metadata.annotations?.[DEFAULT_CLASS] === 'true');
  if (chosen) spec['storageClassName'] = chosen.metadata.name;
}
