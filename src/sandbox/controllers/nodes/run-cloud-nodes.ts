import type { ControllerContext } from '../controller-context.ts';
import { isConditionTrue } from '../kinds/condition.ts';
import type { Node } from '../kinds/node.ts';

/** Takes away the Node of an instance that the cloud does not know any more, once it is not ready. */
export function runCloudNodes(context: ControllerContext): void {
  const { cluster, settings, machines } = context;
  const record = context.recorder('cloud-node-lifecycle-controller');
  const gone = new Set<string>();
  const queue = context.queue(settings.nodeRemovalMs, (name) => {
    const node = cluster.get<Node>('nodes', undefined, name);
    if (!node || !gone.has(instanceOf(node)) || isConditionTrue(node.status?.conditions, 'Ready')) return;
    const message = `Deleting node ${name} because it does not exist in the cloud provider`;
    record({ about: node, type: 'Normal', reason: 'DeletingNode', message });
    cluster.delete('nodes', undefined, name, { uid: node.metadata.uid });
  });
  const stop = machines.subscribe(({ type, machine }) => {
    if (type !== 'gone') return;
    gone.add(machine.instanceId);
    queue.add(machine.privateDnsName);
  });
  context.onStop(stop);
  context.watch<Node>('nodes', ({ type, object }) => {
    if (type !== 'DELETED' && gone.has(instanceOf(object))) queue.add(object.metadata.name);
  });
}

/** `aws:///eu-west-1a/i-0abc` */
function instanceOf({ spec }: Node): string {
  return spec.providerID?.split('/').at(-1) ?? '';
}
