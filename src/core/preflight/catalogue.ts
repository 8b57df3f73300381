import { antiaffinitySaturated } from './checks/antiaffinity-saturated.ts';
import { pvZoneStranded } from './checks/pv-zone-stranded.ts';
import { pinnedToNode } from './checks/pinned-to-node.ts';
import { hostportConflict } from './checks/hostport-conflict.ts';
import { packingIsFragile } from './checks/packing-is-fragile.ts';
import { asgNoHeadroom } from './checks/asg-no-headroom.ts';
import { asgSuspended } from './checks/asg-suspended.ts';
import { barePod } from './checks/bare-pod.ts';
import { caRacing } from './checks/ca-racing.ts';
import { orphanController } from './checks/orphan-controller.ts';
import { ownedByAnother } from './checks/owned-by-another.ts';
import { ownNodeSingleEngine } from './checks/own-node-single-engine.ts';
import { pdbExternalDrainActive } from './checks/pdb-external-drain-active.ts';
import { pdbHpaFloor } from './checks/pdb-hpa-floor.ts';
import { pdbInvalidSelector } from './checks/pdb-invalid-selector.ts';
import { pdbMissing } from './checks/pdb-missing.ts';
import { pdbMultipleMatch } from './checks/pdb-multiple-match.ts';
import { pdbSelectsNothing } from './checks/pdb-selects-nothing.ts';
import { pdbSpansWorkloads } from './checks/pdb-spans-workloads.ts';
import { pdbStale } from './checks/pdb-stale.ts';
import { pdbSyncFailed } from './checks/pdb-sync-failed.ts';
import { pdbToothless } from './checks/pdb-toothless.ts';
import { pdbUnhealthyDeadlock } from './checks/pdb-unhealthy-deadlock.ts';
import { pdbUnmanagedPods } from './checks/pdb-unmanaged-pods.ts';
import { pdbZeroPermanent } from './checks/pdb-zero-permanent.ts';
import { pdbZeroUnhealthy } from './checks/pdb-zero-unhealthy.ts';
import { replicasColocated } from './checks/replicas-colocated.ts';
import { singletonService } from './checks/singleton-service.ts';
import { spreadGhost } from './checks/spread-ghost.ts';
import { toleratesCordon } from './checks/tolerates-cordon.ts';
import { unplaceable } from './checks/unplaceable.ts';
import type { PreflightCheck } from './preflight-check.ts';

/** Every check, in the order in which findings are shown. */
export const CATALOGUE: readonly PreflightCheck[] = [
  ownedByAnother,
  pdbMultipleMatch,
  pdbZeroPermanent,
  pdbZeroUnhealthy,
  pdbUnhealthyDeadlock,
  pdbSyncFailed,
  pdbStale,
  pdbUnmanagedPods,
  pdbSelectsNothing,
  pdbInvalidSelector,
  pdbMissing,
  pdbToothless,
  pdbSpansWorkloads,
  pdbHpaFloor,
  pdbExternalDrainActive,
  singletonService,
  replicasColocated,
  barePod,
  orphanController,
  toleratesCordon,
  pvZoneStranded,
  unplaceable,
  spreadGhost,
  antiaffinitySaturated,
  pinnedToNode,
  hostportConflict,
  packingIsFragile,
  asgSuspended,
  asgNoHeadroom,
  caRacing,
  ownNodeSingleEngine,
];
