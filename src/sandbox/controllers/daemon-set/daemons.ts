import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import type { DaemonSet } from '../kinds/daemon-set.ts';
import type { Node } from '../kinds/node.ts';
import type { Pod } from '../kinds/pod.ts';
import type { TemplateRevision } from '../template-revisions.ts';
import { daemonPodDraft } from './daemon-pod.ts';

/** A DaemonSet with its pods by the node they are for. */
export interface Daemons {
  readonly context: ControllerContext;
  readonly record: EventRecorder;
  readonly set: DaemonSet;
  readonly revision: TemplateRevision;
  readonly nodes: readonly Node[];
  readonly byNode: ReadonlyMap<string, readonly Pod[]>;
}

/** False if the API refused it. */
export function makeDaemon({ context, record, set, revision }: Daemons, nodeName: string): boolean {
  const pod = context.cluster.create<Pod>('pods', daemonPodDraft(set, nodeName, revision));
  if (pod) {
    const message = `Created pod: ${pod.metadata.name}`;
    record({ about: set, type: 'Normal', reason: 'SuccessfulCreate', message });
  }
  return pod !== undefined;
}

export function removeDaemon({ context, record, set }: Daemons, { metadata }: Pod): void {
  context.cluster.delete('pods', metadata.namespace, metadata.name, { uid: metadata.uid });
  record({
    about: set,
    type: 'Normal',
    reason: 'SuccessfulDelete',
    message: `Deleted pod: ${metadata.name}`,
  });
}
