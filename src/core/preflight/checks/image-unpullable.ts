import type { ImagePull } from '../../fleet/image-pull.ts';
import type { Container, Pod } from '../../fleet/pod.ts';
import type { PodRoot } from '../../fleet/workload-index.ts';
import type { PodTemplate } from '../../fleet/workload.ts';
import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { countOf, listOf } from '../facts/words.ts';
import type { Fleet } from '../fleet.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** Registries other than Amazon ECR cannot be asked: their images are said to be skipped, and are no doubt. */
export const imageUnpullable: PreflightCheck = {
  id: 'image-unpullable',
  number: 35,
  title: 'An image cannot be pulled any more',
  why: 'It works today from the cache of the old node; a new node has no cache.',
  severities: ['blocker', 'warning'],
  gate: false,
  needs: NEEDS_WORKLOADS,
  uses: ['images'],

  inspect(fleet) {
    const known = new Map((fleet.find('images') ?? []).map((pull) => [pull.image, pull]));
    const found = movingRoots(fleet).flatMap(({ root, pods }) =>
      containersOf(root, pods).flatMap((container) =>
        judge(root.ref, container, known.get(container.image ?? ''), runningDigests(pods, container.name)),
      ),
    );
    return [...found, ...notAsked(fleet, known)];
  },
};

/** Of the next pod, what it starts with included. */
function containersOf(root: PodRoot, pods: readonly Pod[]): readonly Container[] {
  const template: PodTemplate | Pod | undefined = root.kind === 'workload' ? root.template : pods[0];
  return [...(template?.spec.initContainers ?? []), ...(template?.spec.containers ?? [])];
}

function notAsked(fleet: Fleet, known: ReadonlyMap<string, ImagePull>): Observation[] {
  const reading = fleet.snapshot.readings.images;
  if (reading === undefined) return [{ skipped: 'images is not read', objects: [] }];
  if (reading.kind === 'skipped') return [{ skipped: reading.reason, objects: [] }];
  const images = new Set(
    movingRoots(fleet).flatMap(({ root, pods }) =>
      containersOf(root, pods).flatMap(({ image }) => (image === undefined ? [] : [image])),
    ),
  );
  const unasked = [...images].filter((image) => (known.get(image)?.state ?? 'unknown') === 'unknown');
  if (unasked.length === 0) return [];
  const registries = [...new Set(unasked.map(registryOf))].toSorted();
  return [
    {
      skipped: `${countOf(unasked.length, 'image')} of ${listOf(registries)} cannot be looked for: drover asks Amazon ECR alone, where it may`,
      objects: [],
    },
  ];
}

/** `docker.io` where the name has no host, as everywhere. */
function registryOf(image: string): string {
  const [first = '', second] = image.split('/', 2);
  return second !== undefined && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
}

function judge(
  ref: string,
  container: Container & { readonly imagePullPolicy?: string },
  pull: ImagePull | undefined,
  running: readonly string[],
): Observation[] {
  const { image = '', imagePullPolicy } = container;
  const objects = [ref, `Image/${image}`];
  const fix = 'Push the image again, and keep the lifecycle policy of its repository off images that run.';
  if (imagePullPolicy === 'Never') {
    const message = `${ref} never pulls ${image}: it must be baked into the image of the node, which changes.`;
    return [
      {
        severity: 'blocker',
        objects,
        message,
        fix: 'Set imagePullPolicy: IfNotPresent, or make sure that the new image has it.',
      },
    ];
  }
  if (pull?.state === 'gone') {
    return [
      { severity: 'blocker', objects, message: `${image} of ${ref} is not in its registry any more.`, fix },
    ];
  }
  const moved = pull?.digest && running.length > 0 && !running.some((id) => id.endsWith(pull.digest ?? ''));
  if (!moved) return [];
  const message = `The tag of ${image} points to another image now: the pods of ${ref} come back with other code.`;
  return [
    { severity: 'warning', objects, message, fix: 'Make sure that this is wanted, or pin the digest.' },
  ];
}

function runningDigests(pods: readonly Pod[], container: string): readonly string[] {
  return pods.flatMap(({ status }) =>
    (status?.containerStatuses ?? []).flatMap(({ name, imageID }) =>
      name === container && imageID ? imageID : [],
    ),
  );
}
