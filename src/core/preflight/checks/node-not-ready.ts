import { epochMs } from '../../fleet/epoch-ms.ts';
import { isReady, type Node } from '../../fleet/node.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** A node that is only just booting will be Ready in a moment. preflight.md, check 74. */
const YOUNG_MS = 5 * 60_000;

/** Conditions that mean no good when they are True, and those of the node monitoring agent that must not be False. */
const BAD_WHEN_TRUE = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];
const BAD_WHEN_FALSE = [
  'NetworkingReady',
  'KernelReady',
  'StorageReady',
  'AcceleratedHardwareReady',
  'ContainerRuntimeReady',
];

/** A sick node of the group is replaced anyway, and the sooner the better; one that should receive pods is missing. */
export const nodeNotReady: PreflightCheck = {
  id: 'node-not-ready',
  number: 74,
  title: 'A node is not well',
  why: 'Who should receive pods is short already.',
  severities: ['blocker', 'warning', 'info'],
  gate: true,
  needs: ['nodes'],

  inspect(fleet) {
    const targets = new Set(fleet.snapshot.targets);
    return fleet.get('nodes').flatMap((node) => {
      const reason = ailmentOf(node);
      if (!reason) return [];
      const { name, creationTimestamp } = node.metadata;
      const young = fleet.snapshot.takenAt - (epochMs(creationTimestamp) ?? 0) < YOUNG_MS;
      const severity = targets.has(name) ? 'info' : young ? 'warning' : 'blocker';
      return {
        severity,
        objects: [`Node/${name}`],
        message: `${name} ${reason}${young ? ' (it is only just booting)' : ''}.`,
        fix: targets.has(name)
          ? 'It is to be replaced anyway.'
          : 'Repair or replace it first, so that moved pods have somewhere to go.',
      };
    });
  },
};

function ailmentOf(node: Node): string | undefined {
  if (!isReady(node)) return 'is not Ready';
  const bad = (node.status?.conditions ?? []).find(
    ({ type, status }) =>
      (status === 'True' && BAD_WHEN_TRUE.includes(type)) ||
      (status === 'False' && BAD_WHEN_FALSE.includes(type)),
  );
  return bad && `reports ${bad.type}=${bad.status}${bad.message ? ` (${bad.message})` : ''}`;
}
