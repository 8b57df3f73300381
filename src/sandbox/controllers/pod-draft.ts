import type { Draft } from '../kubernetes/cluster.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import type { PodTemplate } from './kinds/pod-template.ts';
import { controllerReference } from './owner.ts';

/** A pod of a template, owned by the workload. */
export function podDraft(owner: KubeObject, template: PodTemplate): Draft & { spec: PodTemplate['spec'] } {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${shortened(owner.metadata.name)}-`,
      ...(owner.metadata.namespace !== undefined && { namespace: owner.metadata.namespace }),
      ...(labels && { labels: { ...labels } }),
      ...(annotations && { annotations: { ...annotations } }),
      ...(finalizers && { finalizers: [...finalizers] }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: structuredClone(template.spec),
  };
}

/** The API server cuts the base of a generated name so that 63 characters suffice with the five it adds. */
function shortened(name: string): string {
  return name.slice(0, 57);
}
