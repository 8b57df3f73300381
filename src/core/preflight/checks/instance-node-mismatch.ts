import { instanceIdOf } from '../../fleet/node.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** An instance may take so long to become a node. preflight.md, check 76. */
const BOOT_MS = 10 * 60_000;

/** Instances of a warm pool never become nodes while they wait, and are not in service. */
export const instanceNodeMismatch: PreflightCheck = {
  id: 'instance-node-mismatch',
  number: 76,
  title: 'An instance of the group is no node',
  why: 'If one did not join, the next ones will not either.',
  severities: ['blocker'],
  gate: false,
  needs: ['group', 'instances', 'nodes'],

  inspect(fleet) {
    const joined = new Set(fleet.get('nodes').map(instanceIdOf));
    const launched = new Map(
      fleet.get('instances').map(({ instanceId, launchedAt }) => [instanceId, launchedAt]),
    );
    return fleet
      .get('group')
      .instances.filter(
        ({ instanceId, lifecycleState }) => lifecycleState === 'InService' && !joined.has(instanceId),
      )
      .filter(({ instanceId }) => fleet.snapshot.takenAt - (launched.get(instanceId) ?? 0) > BOOT_MS)
      .map(({ instanceId, zone }): Observation => ({
        severity: 'blocker',
        objects: [`Instance/${instanceId}`],
        message: `Instance ${instanceId} (${zone}) is in service, but no node stands on it.`,
        fix: 'See its console output and user data, its role in the access entries or aws-auth, and its security group; then terminate it.',
      }));
  },
};
