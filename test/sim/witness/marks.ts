import { isCordoned } from '../../../src/core/fleet/node.ts';
import type { Node } from '../../../src/core/fleet/node.ts';
import { KEYS } from '../../../src/core/replacement/act.ts';
import { RACE_MS } from './evictions.ts';
import type { Witness } from './witness.ts';

/** Keys of others that drover may set, and may take off again where it set them. */
const LENT = [
  [KEYS.excludeFromLoadBalancers, 'exclude'],
  [KEYS.scaleDownDisabled, 'scale-down'],
] as const;

/** I9: a cordon of others stays, and nothing is changed that is not drover's. */
export function checkMarks(witness: Witness, before: Node, after: Node | undefined): void {
  if (!after || before.metadata.resourceVersion === after.metadata.resourceVersion) return;
  const { uid, name } = before.metadata;
  const isOurs = witness.ourCordons.has(uid) || (witness.unseenCordons.has(uid) && wasOurs(before));
  if (isCordoned(before) && !isCordoned(after) && !isOurs) {
    if (!witness.ledger.isRecent(`cordoned ${uid}`, RACE_MS) || !wasOurs(before))
      witness.break('I9', `drover uncordons ${name}, which somebody else had cordoned`);
  }
  const changed = [
    ...changedKeys(before.metadata.annotations, after.metadata.annotations),
    ...changedKeys(before.metadata.labels, after.metadata.labels),
    ...changedTaints(before, after),
  ].filter((key) => !key.startsWith('drover.dev/'));
  for (const key of changed) {
    const lent = LENT.find(([known]) => known === key);
    if (!lent) witness.break('I9', `drover changes ${key} of ${name}`);
    else if (hadKey(before, key) && !witness.ourMarks.has(`${lent[1]} ${uid}`))
      witness.break('I9', `drover takes ${key} off ${name}, which it did not set`);
  }
}

/** Remembers what is ours, to tell it from what others did. */
export function noteMarks(witness: Witness, before: Node, after: Node | undefined): void {
  if (!after) return;
  const { uid } = after.metadata;
  if (!isCordoned(before) && isCordoned(after)) witness.ourCordons.add(uid);
  if (!isCordoned(after)) {
    witness.ourCordons.delete(uid);
    witness.unseenCordons.forget(uid);
  }
  for (const [key, word] of LENT) {
    if (!hadKey(before, key) && hadKey(after, key)) witness.ourMarks.add(`${word} ${uid}`);
    if (!hadKey(after, key)) witness.ourMarks.delete(`${word} ${uid}`);
  }
}

/** The cordon of others came on top of drover's own marks: nobody can tell the two apart. */
function wasOurs({ metadata }: Node): boolean {
  return metadata.annotations?.[KEYS.wasUnschedulable] === 'false';
}

function hadKey({ metadata }: Node, key: string): boolean {
  return metadata.annotations?.[key] !== undefined || metadata.labels?.[key] !== undefined;
}

function changedKeys(
  before: Readonly<Record<string, string>> = {},
  after: Readonly<Record<string, string>> = {},
): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => before[key] !== after[key]);
}

function changedTaints({ spec: before }: Node, { spec: after }: Node): readonly string[] {
  const names = (taints: NonNullable<Node['spec']>['taints'] = []): ReadonlySet<string> =>
    new Set(taints.map(({ key }) => key));
  const [had, has] = [names(before?.taints), names(after?.taints)];
  return [...had, ...has].filter((key) => had.has(key) !== has.has(key));
}
