import type { Readings } from '../../core/fleet/fleet-snapshot.ts';
import type { ObjectName } from '../../core/fleet/object-name.ts';
import type { Reading } from '../../core/fleet/reading.ts';
import type { ClusterPorts } from './read-cluster.ts';
import { following, tryRead } from './try-read.ts';
import { ifWanted } from './wanted.ts';
import type { Wanted } from './wanted.ts';

/** Which ConfigMaps, Secrets and ServiceAccounts there are: their names alone. */
export async function readNames(
  ports: ClusterPorts,
  wanted: Wanted,
): Promise<Pick<Readings, 'configMaps' | 'serviceAccounts' | 'secrets'>> {
  const { cluster, clock } = ports;
  const [configMaps, serviceAccounts, secrets] = await Promise.all([
    ifWanted(wanted, 'configMaps', async () => tryRead(clock, async () => cluster.names('configmaps'))),
    ifWanted(wanted, 'serviceAccounts', async () =>
      tryRead(clock, async () => cluster.names('serviceaccounts')),
    ),
    ifWanted(wanted, 'secrets', async () => readSecretNames(ports)),
  ]);
  return { configMaps, serviceAccounts, secrets };
}

/**
 * RBAC knows no right to names alone: who may list Secrets may read them. So nobody has to give that right, and where
 * it is not given the list is not even tried, since a refused one looks like an attack in the audit log.
 */
async function readSecretNames({ cluster, clock }: ClusterPorts): Promise<Reading<readonly ObjectName[]>> {
  const question = { verb: 'list', group: '', resource: 'secrets' };
  const answers = await tryRead(clock, async () => cluster.access([question]));
  return following(answers, async ([answer]) =>
    answer?.allowed === true
      ? tryRead(clock, async () => cluster.names('secrets'))
      : { kind: 'skipped', reason: 'the right to list Secrets is not given, and need not be' },
  );
}
