import type { ResourceName } from '../object.ts';
import {
  childOf,
  listOf,
  mapOf,
  numberOf,
  scalarText,
  textOf,
  textsOf,
  type Fields,
} from '../schema/fields.ts';
import { AGE, column, NAME, wide, type Column, type TableForm } from './columns.ts';
import { age } from './human-duration.ts';
import { nodeTable } from './node-table.ts';
import { podTable } from './pod-table.ts';
import * as workloads from './workload-tables.ts';

type Cell = (object: Fields, now: number) => unknown;

/** A table of the name, some columns, and the age. */
function simple(...columns: readonly [Column, Cell][]): TableForm {
  return {
    columns: [NAME, ...columns.map(([one]) => one), AGE],
    cells: (object, now) => [
      textOf(childOf(object, 'metadata'), 'name'),
      ...columns.map(([, cell]) => cell(object, now)),
      age(childOf(object, 'metadata')['creationTimestamp'], now),
    ],
  };
}

function size(key: string): Cell {
  return (object) => {
    const value = object[key];
    if (Array.isArray(value)) return value.length;
    return Object.keys(childOf(object, key)).length;
  };
}

const eventTable: TableForm = {
  columns: [
    column('Last Seen', 'Time of the most recent occurrence.'),
    column('Type', 'Type of this event (Normal, Warning).'),
    column('Reason', 'Short, machine understandable reason.'),
    column('Object', 'The object this event is about.'),
    wide('Subobject', 'The part of the object this event is about.'),
    wide('Source', 'Who reported it.'),
    column('Message', 'A human-readable description.'),
    wide('First Seen', 'Time of the first occurrence.'),
    wide('Count', 'How often this event has occurred.'),
    { ...NAME, priority: 1 },
  ],
  cells: (event, now) => {
    const about = childOf(event, 'involvedObject');
    const first = event['firstTimestamp'] ?? event['eventTime'];
    const last = childOf(event, 'series')['lastObservedTime'] ?? event['lastTimestamp'] ?? first;
    const source = childOf(event, 'source');
    const component = textOf(source, 'component') || textOf(event, 'reportingComponent');
    return [
      age(last, now),
      textOf(event, 'type'),
      textOf(event, 'reason'),
      `${textOf(about, 'kind').toLowerCase()}/${textOf(about, 'name')}`,
      textOf(about, 'fieldPath'),
      [component, textOf(source, 'host')].filter(Boolean).join(', '),
      textOf(event, 'message').trim(),
      age(first, now),
      String(numberOf(childOf(event, 'series'), 'count') ?? numberOf(event, 'count') ?? 1),
      textOf(childOf(event, 'metadata'), 'name'),
    ];
  },
};

function servicePorts(service: Fields): string {
  const ports = listOf(childOf(service, 'spec'), 'ports').map((port) => {
    const node = port['nodePort'] ? `:${scalarText(port['nodePort'])}` : '';
    return `${scalarText(port['port'])}${node}/${textOf(port, 'protocol')}`;
  });
  return ports.join(',') || '<none>';
}

function externalAddress(service: Fields): string {
  const spec = childOf(service, 'spec');
  if (spec['type'] === 'ExternalName') return textOf(spec, 'externalName');
  const ingress = listOf(childOf(childOf(service, 'status'), 'loadBalancer'), 'ingress');
  const addresses = ingress.map((one) => textOf(one, 'ip') || textOf(one, 'hostname'));
  if (spec['type'] === 'LoadBalancer' && addresses.length === 0) return '<pending>';
  return [...addresses, ...textsOf(spec, 'externalIPs')].join(',') || '<none>';
}

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function modes(object: Fields): string {
  return textsOf(childOf(object, 'spec'), 'accessModes')
    .map((mode) => MODES[mode] ?? mode)
    .join(',');
}

function inSpec(key: string): Cell {
  return (object) => textOf(childOf(object, 'spec'), key);
}

function inStatus(key: string): Cell {
  return (object) => textOf(childOf(object, 'status'), key);
}

function claimCell(volume: Fields): string {
  const claim = childOf(childOf(volume, 'spec'), 'claimRef');
  return textOf(claim, 'name') ? `${textOf(claim, 'namespace')}/${textOf(claim, 'name')}` : '';
}

/** The tables of the kinds that people look at, by the list they are stored in. */
export const TABLE_FORMS: Readonly<Record<ResourceName, TableForm>> = {
  pods: podTable,
  nodes: nodeTable,
  events: eventTable,
  'deployments.apps': workloads.deploymentTable,
  'replicasets.apps': workloads.replicaSetTable,
  replicationcontrollers: workloads.replicaSetTable,
  'statefulsets.apps': workloads.statefulSetTable,
  'daemonsets.apps': workloads.daemonSetTable,
  'jobs.batch': workloads.jobTable,
  'cronjobs.batch': workloads.cronJobTable,
  'poddisruptionbudgets.policy': workloads.budgetTable,
  'horizontalpodautoscalers.autoscaling': workloads.autoscalerTable,
  namespaces: simple([column('Status', 'The status of the namespace'), inStatus('phase')]),
  configmaps: simple([column('Data', 'Number of keys.', 'integer'), size('data')]),
  secrets: simple(
    [column('Type', 'What the secret is for.'), (object) => textOf(object, 'type')],
    [column('Data', 'Number of keys.', 'integer'), size('data')],
  ),
  serviceaccounts: simple([column('Secrets', 'Number of secrets.', 'integer'), size('secrets')]),
  services: simple(
    [column('Type', 'How the Service is reached.'), inSpec('type')],
    [
      column('Cluster-IP', 'The address inside the cluster.'),
      (one) => textOf(childOf(one, 'spec'), 'clusterIP') || '<none>',
    ],
    [column('External-IP', 'Addresses from outside.'), externalAddress],
    [column('Port(s)', 'The ports of the Service.'), servicePorts],
  ),
  persistentvolumes: simple(
    [
      column('Capacity', 'The size of the volume.'),
      (one) => mapOf(childOf(one, 'spec'), 'capacity')['storage'] ?? '',
    ],
    [column('Access Modes', 'How it can be mounted.'), modes],
    [
      column('Reclaim Policy', 'What becomes of it without a claim.'),
      inSpec('persistentVolumeReclaimPolicy'),
    ],
    [column('Status', 'Whether it is bound.'), inStatus('phase')],
    [column('Claim', 'The claim that it is bound to.'), claimCell],
    [column('StorageClass', 'Its storage class.'), inSpec('storageClassName')],
  ),
  persistentvolumeclaims: simple(
    [column('Status', 'Whether it is bound.'), inStatus('phase')],
    [column('Volume', 'The volume that it is bound to.'), inSpec('volumeName')],
    [
      column('Capacity', 'The size of the volume.'),
      (one) => mapOf(childOf(one, 'status'), 'capacity')['storage'] ?? '',
    ],
    [column('Access Modes', 'How it can be mounted.'), modes],
    [column('StorageClass', 'Its storage class.'), inSpec('storageClassName')],
  ),
  'storageclasses.storage.k8s.io': simple(
    [column('Provisioner', 'Who makes the volumes.'), (one) => textOf(one, 'provisioner')],
    [
      column('ReclaimPolicy', 'What becomes of volumes without a claim.'),
      (one) => textOf(one, 'reclaimPolicy'),
    ],
    [column('VolumeBindingMode', 'When volumes are made.'), (one) => textOf(one, 'volumeBindingMode')],
    [
      column('AllowVolumeExpansion', 'Whether volumes can grow.'),
      (one) => one['allowVolumeExpansion'] === true,
    ],
  ),
  'volumeattachments.storage.k8s.io': simple(
    [column('Attacher', 'The driver.'), inSpec('attacher')],
    [
      column('PV', 'The volume.'),
      (one) => textOf(childOf(childOf(one, 'spec'), 'source'), 'persistentVolumeName'),
    ],
    [column('Node', 'The node.'), inSpec('nodeName')],
    [column('Attached', 'Whether it is attached.'), (one) => childOf(one, 'status')['attached'] === true],
  ),
  'leases.coordination.k8s.io': simple([column('Holder', 'Who holds the lease.'), inSpec('holderIdentity')]),
  'priorityclasses.scheduling.k8s.io': simple(
    [column('Value', 'The priority.', 'integer'), (one) => numberOf(one, 'value') ?? 0],
    [
      column('Global-Default', 'Whether pods without a class get it.', 'boolean'),
      (one) => one['globalDefault'] === true,
    ],
  ),
  'endpointslices.discovery.k8s.io': simple(
    [column('AddressType', 'The kind of addresses.'), (one) => textOf(one, 'addressType')],
    [
      column('Ports', 'The ports.'),
      (one) =>
        listOf(one, 'ports')
          .map((port) => scalarText(port['port']))
          .join(',') || '<unset>',
    ],
    [
      column('Endpoints', 'The addresses.'),
      (one) =>
        listOf(one, 'endpoints')
          .flatMap((end) => textsOf(end, 'addresses'))
          .join(',') || '<unset>',
    ],
  ),
  'clusterrolebindings.rbac.authorization.k8s.io': simple([column('Role', 'The role.'), roleCell]),
  'rolebindings.rbac.authorization.k8s.io': simple([column('Role', 'The role.'), roleCell]),
};

function roleCell(binding: Fields): string {
  const reference = childOf(binding, 'roleRef');
  return `${textOf(reference, 'kind')}/${textOf(reference, 'name')}`;
}
