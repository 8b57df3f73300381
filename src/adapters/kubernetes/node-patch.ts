import type { Node, Taint } from '../../core/fleet/node.ts';
import type { NodeEdit } from '../../ports/cluster.ts';

/** One step of a JSON patch (RFC 6902). */
export interface PatchStep {
  readonly op: 'add' | 'replace' | 'remove' | 'test';
  readonly path: string;
  readonly value?: unknown;
}

/**
 * The JSON patch that brings a node, as it was read, to the edit. It applies to exactly the node that was read, by uid and
 * by resourceVersion (409 otherwise): a request that a network held back must not cordon again what a person has
 * uncordoned meanwhile (sim seed 53382485), nor replace taints that somebody else has added. Empty if there is nothing to change.
 */
export function nodePatch(node: Node, edit: NodeEdit): readonly PatchStep[] {
  const steps = [
    ...cordonSteps(node, edit),
    ...taintSteps(node, edit),
    ...mapSteps('annotations', node.metadata.annotations, edit.annotations),
    ...mapSteps('labels', node.metadata.labels, edit.labels),
  ];
  if (steps.length === 0) return [];
  return [{ op: 'test', path: '/metadata/uid', value: node.metadata.uid }, ...lock(node), ...steps];
}

function cordonSteps(node: Node, { unschedulable }: NodeEdit): readonly PatchStep[] {
  if (unschedulable === undefined || (node.spec?.unschedulable === true) === unschedulable) return [];
  // A node that never was cordoned has no such field; `add` sets it in both cases.
  return [{ op: 'add', path: '/spec/unschedulable', value: unschedulable }];
}

function taintSteps(node: Node, edit: NodeEdit): readonly PatchStep[] {
  const old = node.spec?.taints;
  const added = edit.addTaints ?? [];
  const isReplaced = (taint: Taint): boolean =>
    (edit.removeTaints?.includes(taint.key) ?? false) ||
    added.some(({ key, effect }) => key === taint.key && effect === taint.effect);
  const wanted = [...(old ?? []).filter((taint) => !isReplaced(taint)), ...added];
  if (sameTaints(old ?? [], wanted)) return [];
  if (wanted.length === 0) return [{ op: 'remove', path: '/spec/taints' }];
  return [{ op: 'add', path: '/spec/taints', value: wanted }];
}

function sameTaints(one: readonly Taint[], other: readonly Taint[]): boolean {
  const nameOf = ({ key, value, effect }: Taint): string => JSON.stringify([key, value ?? '', effect]);
  const names = new Set(one.map(nameOf));
  return one.length === other.length && other.every((taint) => names.has(nameOf(taint)));
}

function mapSteps(
  field: 'annotations' | 'labels',
  old: Readonly<Record<string, string>> | undefined,
  edit: Readonly<Record<string, string | null>> | undefined,
): readonly PatchStep[] {
  const changes = Object.entries(edit ?? {}).filter(([key, value]) => (old?.[key] ?? null) !== value);
  if (changes.length === 0) return [];
  const whole: PatchStep[] = old ? [] : [{ op: 'add', path: `/metadata/${field}`, value: {} }];
  return [
    ...whole,
    ...changes.map(([key, value]): PatchStep => {
      const path = `/metadata/${field}/${pointer(key)}`;
      return value === null ? { op: 'remove', path } : { op: 'add', path, value };
    }),
  ];
}

/** Replacing a version by itself is how a JSON patch asks for it: the server refuses any other with 409. */
function lock({ metadata: { resourceVersion } }: Node): readonly PatchStep[] {
  return resourceVersion === undefined
    ? []
    : [{ op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion }];
}

/** A key as a step of a JSON pointer (RFC 6901). */
function pointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
