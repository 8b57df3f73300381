import { aZonalVolume } from '../../fakes/builders/a-volume.ts';
import type { WorkloadSeed } from '../../fakes/ports/memory-world.ts';
import type { Chance } from '../kernel/chance.ts';
import type { EnginePods } from './engine-pods.ts';
import { GROUP } from '../kernel/the-group.ts';
import type { Sim } from '../kernel/sim.ts';

const ZONES = ['a', 'b', 'c'];

/** Long enough for the group to boot and for all workloads to be ready. */
const SETTLE_MS = 240_000;

/** The cluster as it is before anybody asks for anything: small, whole, with a release waiting. */
export function stageWorld(sim: Sim, engines: EnginePods): void {
  const chance = sim.chance.fork('stage');
  const nodes = chance.pick([2, 2, 3, 3, 4]) ?? 3;
  const zones = ZONES.slice(0, chance.whole(1, 3));
  const { world, chat } = sim;
  world.openGroup({ name: GROUP, nodes, zones, maxSize: nodes + chance.whole(2, 5) });
  sim.clock.turn(SETTLE_MS);
  world.openWorkload({ name: 'logs', namespace: 'kube-system', kind: 'DaemonSet' });
  engines.stage();
  let pods = engines.podCount;
  for (let n = chance.whole(1, 3); n > 0; n--) {
    const seed = workload(chance, `app-${n}`, nodes);
    world.openWorkload(seed);
    pods += seed.replicas ?? 1;
  }
  if (chance.is(0.4)) {
    stageDatabase(sim, chance.pick(zones) ?? 'a');
    pods += 1;
  }
  roomFor(sim, Math.ceil(pods / Math.max(1, nodes - 1)) + chance.whole(2, 6));
  sim.clock.turn(SETTLE_MS);
  world.releaseNext(GROUP);
  for (const id of ['UANN', 'UBOB', 'UCAT', 'UEVE', 'UDAN']) chat.addUser(id);
  chat.addUser('UBOT', { bot: true });
  chat.addUser('UGUEST', { guest: true });
  chat.addUser('UEXT', { teamId: 'T2' });
  chat.groups.set('SAPPROVERS', ['UCAT', 'UEVE', 'UGUEST', 'UEXT', 'UBOT']);
}

function workload(chance: Chance, name: string, nodes: number): WorkloadSeed {
  const replicas = chance.whole(2, nodes + 1);
  const kind = chance.is(0.25) ? 'StatefulSet' : 'Deployment';
  const base = { name, kind, replicas } as const;
  const budget = chance.next();
  if (budget < 0.35) return { ...base, maxUnavailable: 1 };
  if (budget < 0.6) return { ...base, minAvailable: replicas - 1 };
  if (budget < 0.7) return { ...base, maxUnavailable: '34%' };
  return base;
}

/** One pod with a volume of one zone: it can only live there. */
function stageDatabase({ world }: Sim, zone: string): void {
  const { claims, volumes } = aZonalVolume({ claim: 'db-data', zone });
  for (const claim of claims) world.cluster.objects.put('persistentvolumeclaims', claim);
  for (const volume of volumes) world.cluster.objects.put('persistentvolumes', volume);
  const volume = volumes[0]?.metadata.name ?? '';
  world.openWorkload({ name: 'db', kind: 'StatefulSet', replicas: 1, zone, volume, claim: 'db-data' });
}

/** Nodes that are there, and those to come, take so many pods. */
function roomFor({ world }: Sim, pods: number): void {
  world.roomPerNode = pods;
  for (const { metadata } of world.cluster.objects.list('nodes'))
    world.cluster.objects.edit('nodes', undefined, metadata.name, (node) => {
      node.status = { ...node.status, allocatable: { ...node.status?.allocatable, pods: String(pods) } };
    });
}
