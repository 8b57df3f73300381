import { existsSync } from 'node:fs';
import type { WorldClock } from '../../src/sandbox/clock.ts';
import type { Cluster } from '../../src/sandbox/kubernetes/cluster.ts';
import type { Random } from '../../src/sandbox/random.ts';

const MODULE = new URL('../../src/sandbox/kubelet/start-kubelets.ts', import.meta.url);

/** The kubelets of nodes that a story marks as fake. */
export async function startFakeKubelets(
  cluster: Cluster,
  clock: WorldClock,
  random: Random,
): Promise<{ stop(): void }> {
  if (!existsSync(MODULE)) return { stop: () => {} };
  const { startKubelets } = (await import(MODULE.href)) as {
    startKubelets: (options: { cluster: Cluster; clock: WorldClock; random: Random }) => { stop(): void };
  };
  return startKubelets({ cluster, clock, random });
}
