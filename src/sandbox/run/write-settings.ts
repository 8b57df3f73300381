import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { groupNameOf, PLACE } from '../scenarios/stage/place-names.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { CREDENTIALS } from './credentials.ts';

interface SettingsPlace {
  /** Where the files go. */
  readonly folder: string;
  readonly scenario: Scenario;
  readonly mode: 'http' | 'socket';
  /** Where the pods' metrics are asked for, if this world has any. */
  readonly metrics?: { readonly url: string; readonly scrapeMs: number };
  readonly channelId: string;
  readonly approverGroupId: string;
}

/** Writes the YAML that a drover of this world reads: the same settings that a person would write. Answers its path. */
export function writeDroverSettings({
  folder,
  scenario,
  mode,
  metrics,
  channelId,
  approverGroupId,
}: SettingsPlace): string {
  const groups = [
    ...(scenario.nodeGroups ?? [PLACE.nodeGroup]).map((name) => ({
      name,
      autoScalingGroup: groupNameOf(name),
      ...(scenario.target ? { target: scenario.target } : {}),
    })),
    ...(scenario.hasManagedGroup
      ? [{ name: PLACE.managedGroup, managedNodeGroup: PLACE.managedNodeGroup }]
      : []),
  ];
  const settings = {
    clusters: [
      {
        name: PLACE.cluster,
        connection: { eks: { name: PLACE.eksCluster, region: PLACE.region } },
        namespace: PLACE.droverNamespace,
        channel: channelId,
        approvers: { groups: [approverGroupId], needed: 1 },
        nodeGroups: groups,
        ...(metrics
          ? { metrics: { prometheus: { url: metrics.url, scrapeInterval: `${metrics.scrapeMs}ms` } } }
          : {}),
      },
    ],
    ...(scenario.policy ? { policy: scenario.policy } : {}),
    ...(scenario.lease ? { lease: scenario.lease } : {}),
    ...(scenario.quietPeriod ? { quietPeriod: scenario.quietPeriod } : {}),
    slack: { mode },
  };
  const file = join(folder, 'drover.yaml');
  writeFileSync(file, stringify(settings));
  return file;
}

interface KubeconfigPlace {
  readonly folder: string;
  readonly server: string;
  readonly caPem: string;
}

/** A kubeconfig with the contexts `admin` and `viewer`, and the CA beside it. */
export function writeKubeconfig({ folder, server, caPem }: KubeconfigPlace): {
  readonly kubeconfig: string;
  readonly caFile: string;
} {
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, caPem);
  const kubeconfig = join(folder, 'kubeconfig.yaml');
  const users = Object.entries(CREDENTIALS.kubernetes).map(([name, token]) => ({ name, user: { token } }));
  writeFileSync(
    kubeconfig,
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'sandbox', cluster: { server, 'certificate-authority': caFile } }],
      users,
      contexts: users.map(({ name }) => ({ name, context: { cluster: 'sandbox', user: name } })),
      'current-context': 'admin',
    }),
  );
  return { kubeconfig, caFile };
}
