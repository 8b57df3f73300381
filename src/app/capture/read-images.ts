import { classifyPod } from '../../core/drain/classify-pod.ts';
import type { ImagePull } from '../../core/fleet/image-pull.ts';
import { controllerOf } from '../../core/fleet/pod.ts';
import type { Pod, PodSpec } from '../../core/fleet/pod.ts';
import type { Reading } from '../../core/fleet/reading.ts';
import type { Workload } from '../../core/fleet/workload.ts';
import type { CloudPorts } from './read-cloud.ts';
import { following, tryRead } from './try-read.ts';

interface Seen {
  readonly pods: Reading<readonly Pod[]>;
  readonly targets: readonly string[];
  /** Controllers by which pods are made again. */
  readonly workloads: readonly Reading<readonly Workload[]>[];
}

/** What registries say of the images that pods of the targets are made from when they are made again. */
export async function readImages(
  { facts, clock }: Pick<CloudPorts, 'facts' | 'clock'>,
  { pods, targets, workloads }: Seen,
): Promise<Reading<readonly ImagePull[]>> {
  return following(pods, async (list) => {
    const nodes = new Set(targets);
    const moving = list.filter((pod) => nodes.has(pod.spec.nodeName ?? '') && classifyPod(pod) === 'evict');
    const owners = new Set(moving.flatMap((pod) => controllerOf(pod)?.uid ?? []));
    const templates = workloads
      .flatMap((reading) => (reading.kind === 'read' ? reading.value : []))
      .filter(({ metadata }) => owners.has(metadata.uid))
      .map(({ spec }) => spec.template.spec);
    const images = [...templates, ...moving.map(({ spec }) => spec)].flatMap(imagesOf);
    return tryRead(clock, async () => facts.imagePulls([...new Set(images)].toSorted()));
  });
}

function imagesOf({ containers, initContainers = [] }: PodSpec): readonly string[] {
  return [...initContainers, ...containers].flatMap(({ image }) => image ?? []);
}
