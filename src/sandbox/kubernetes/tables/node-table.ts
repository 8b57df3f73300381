import { childOf, listOf, mapOf, textOf, type Fields } from '../schema/fields.ts';
import { AGE, column, NAME, wide, type TableForm } from './columns.ts';
import { age } from './human-duration.ts';

const ADDRESS_HELP =
  "List of addresses reachable to the node. Queried from cloud provider, if available. More info: https://kubernetes.io/docs/reference/node/node-status/#addresses Note: This field is declared as mergeable, but the merge key is not sufficiently unique, which can cause data corruption when it is merged. Callers should instead use a full-replacement patch. See https://pr.k8s.io/79391 for an example. Consumers should assume that addresses can change during the lifetime of a Node. However, there are some exceptions where this may not be possible, such as Pods that inherit a Node's address in its own status or consumers of the downward API (status.hostIP).";

export const nodeTable: TableForm = {
  columns: [
    NAME,
    column('Status', 'The status of the node'),
    column('Roles', 'The roles of the node'),
    AGE,
    column('Version', 'Kubelet Version reported by the node.'),
    wide('Internal-IP', ADDRESS_HELP),
    wide('External-IP', ADDRESS_HELP),
    wide(
      'OS-Image',
      'OS Image reported by the node from /etc/os-release (e.g. Debian GNU/Linux 7 (wheezy)).',
    ),
    wide(
      'Kernel-Version',
      "Kernel Version reported by the node from 'uname -r' (e.g. 3.16.0-0.bpo.4-amd64).",
    ),
    wide(
      'Container-Runtime',
      'ContainerRuntime Version reported by the node through runtime remote API (e.g. containerd://1.4.2).',
    ),
  ],
  cells: (node, now) => {
    const metadata = childOf(node, 'metadata');
    const info = childOf(childOf(node, 'status'), 'nodeInfo');
    return [
      textOf(metadata, 'name'),
      nodeStatus(node),
      roles(mapOf(metadata, 'labels')),
      age(metadata['creationTimestamp'], now),
      textOf(info, 'kubeletVersion'),
      address(node, 'InternalIP'),
      address(node, 'ExternalIP'),
      textOf(info, 'osImage') || '<unknown>',
      textOf(info, 'kernelVersion') || '<unknown>',
      textOf(info, 'containerRuntimeVersion') || '<unknown>',
    ];
  },
};

function nodeStatus(node: Fields): string {
  const ready = listOf(childOf(node, 'status'), 'conditions').find((one) => one['type'] === 'Ready');
  const words = [ready === undefined ? 'Unknown' : ready['status'] === 'True' ? 'Ready' : 'NotReady'];
  if (childOf(node, 'spec')['unschedulable'] === true) words.push('SchedulingDisabled');
  return words.join(',');
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function roles(labels: Readonly<Record<string, string>>): string {
  const found = Object.entries(labels).flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return [key.slice(ROLE_PREFIX.length)];
    return key === 'kubernetes.io/role' && value ? [value] : [];
  });
  return found.length === 0 ? '<none>' : found.sort().join(',');
}

function address(node: Fields, type: string): string {
  const found = listOf(childOf(node, 'status'), 'addresses').find((one) => one['type'] === type);
  return textOf(found, 'address') || '<none>';
}
