import type { Container, Pod, PodSpec } from '../fleet/pod.ts';
import type { PodTemplate } from '../fleet/workload.ts';
import { withMergedLabelKeys } from './merged-label-keys.ts';

/** Fields by which the pod that comes may be placed otherwise than the one that goes. */
const PLACED_BY = [
  'nodeSelector',
  'affinity',
  'topologySpreadConstraints',
  'schedulerName',
  'priority',
] as const;

/**
 * What the next pod may look like: as the one that runs, and, where its controller's template has changed since or the
 * pod was resized in place, also as the template says. Which of the two it will be depends on webhooks that nobody can
 * ask, so a node must take both.
 */
export function replacementsOf(pod: Pod, template: PodTemplate | undefined): readonly Pod[] {
  if (!template || isLikeLast(pod, template)) return [pod];
  const other = fromTemplate(pod, template.spec);
  if (other) return [pod, { ...pod, spec: other }];
  alike.set(template, pod);
  return [pod];
}

/** By template the pod that was last found to be as it says: others that share their parts with it are so too. */
const alike = new WeakMap<PodTemplate, Pod>();

function isLikeLast({ metadata, spec }: Pod, template: PodTemplate): boolean {
  const last = alike.get(template);
  return (
    last !== undefined &&
    last.metadata.labels === metadata.labels &&
    last.spec.containers === spec.containers &&
    PLACED_BY.every((field) => last.spec[field] === spec[field])
  );
}

function fromTemplate({ metadata, spec: running }: Pod, template: PodSpec): PodSpec | undefined {
  const changed: Record<string, unknown> = {};
  const made: PodSpec = { ...template, ...withMergedLabelKeys(template, metadata.labels) };
  for (const field of PLACED_BY) {
    const isAsWritten = same(template[field], running[field]) || same(made[field], running[field]);
    if (template[field] !== undefined && !isAsWritten) changed[field] = made[field];
  }
  const containers = running.containers.map((container) => resized(container, template.containers));
  if (containers.some((container, index) => container !== running.containers[index])) {
    changed['containers'] = containers;
  }
  return Object.keys(changed).length > 0 ? { ...running, ...changed } : undefined;
}

/** With the requests of the template, where they differ; what has only limits requests as much. */
function resized(container: Container, templates: readonly Container[]): Container {
  const template = templates.find(({ name }) => name === container.name);
  if (!template?.resources) return container;
  const requests = { ...template.resources.limits, ...template.resources.requests };
  const running = container.resources?.requests ?? {};
  const differs = Object.entries(requests).some(
    ([name, amount]) => running[name] !== undefined && running[name] !== amount,
  );
  return differs
    ? { ...container, resources: { ...container.resources, requests: { ...running, ...requests } } }
    : container;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
