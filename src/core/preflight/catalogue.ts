import { allocatableShrink } from './checks/allocatable-shrink.ts';
import { alreadyCordoned } from './checks/already-cordoned.ts';
import { amiFamilyChange } from './checks/ami-family-change.ts';
import { amiTarget } from './checks/ami-target.ts';
import { antiaffinitySaturated } from './checks/antiaffinity-saturated.ts';
import { asgInstanceState } from './checks/asg-instance-state.ts';
import { asgNoHeadroom } from './checks/asg-no-headroom.ts';
import { asgScheduledAction } from './checks/asg-scheduled-action.ts';
import { asgSuspended } from './checks/asg-suspended.ts';
import { barePod } from './checks/bare-pod.ts';
import { baselineLb } from './checks/baseline-lb.ts';
import { baselineWorkloads } from './checks/baseline-workloads.ts';
import { caRacing } from './checks/ca-racing.ts';
import { capacitySingleType } from './checks/capacity-single-type.ts';
import { clusterNotActive } from './checks/cluster-not-active.ts';
import { configRefMissing } from './checks/config-ref-missing.ts';
import { controlPlaneNode } from './checks/control-plane-node.ts';
import { criticalPriorityNonds } from './checks/critical-priority-nonds.ts';
import { daemonsetGrowth } from './checks/daemonset-growth.ts';
import { dnsConcentration } from './checks/dns-concentration.ts';
import { dsServesTraffic } from './checks/ds-serves-traffic.ts';
import { dsUnhealthy } from './checks/ds-unhealthy.ts';
import { elbDrainMismatch } from './checks/elb-drain-mismatch.ts';
import { emptydirData } from './checks/emptydir-data.ts';
import { etpLocal } from './checks/etp-local.ts';
import { fargateOrAuto } from './checks/fargate-or-auto.ts';
import { graceExceedsWindow } from './checks/grace-exceeds-window.ts';
import { graceTooShort } from './checks/grace-too-short.ts';
import { graceZero } from './checks/grace-zero.ts';
import { hostpathState } from './checks/hostpath-state.ts';
import { hostportConflict } from './checks/hostport-conflict.ts';
import { hpaSaturated } from './checks/hpa-saturated.ts';
import { iacDrift } from './checks/iac-drift.ts';
import { imageUnpullable } from './checks/image-unpullable.ts';
import { imdsHop } from './checks/imds-hop.ts';
import { instanceNodeMismatch } from './checks/instance-node-mismatch.ts';
import { instanceRefreshActive } from './checks/instance-refresh-active.ts';
import { jobRunning } from './checks/job-running.ts';
import { karpenterBeside } from './checks/karpenter-beside.ts';
import { kubeletCertPending } from './checks/kubelet-cert-pending.ts';
import { labelDrift } from './checks/label-drift.ts';
import { launchConfiguration } from './checks/launch-configuration.ts';
import { lifecycleHook } from './checks/lifecycle-hook.ts';
import { localPv } from './checks/local-pv.ts';
import { ltFloating } from './checks/lt-floating.ts';
import { ltOverrideAmi } from './checks/lt-override-ami.ts';
import { meshOrHookOrdering } from './checks/mesh-or-hook-ordering.ts';
import { mngDrainWindow } from './checks/mng-drain-window.ts';
import { movesTwice } from './checks/moves-twice.ts';
import { noEvictAnnotation } from './checks/no-evict-annotation.ts';
import { noSpread } from './checks/no-spread.ts';
import { nodeNotReady } from './checks/node-not-ready.ts';
import { nodegroupStatus } from './checks/nodegroup-status.ts';
import { orphanController } from './checks/orphan-controller.ts';
import { otherActuator } from './checks/other-actuator.ts';
import { ownNodeSingleEngine } from './checks/own-node-single-engine.ts';
import { ownedByAnother } from './checks/owned-by-another.ts';
import { packingIsFragile } from './checks/packing-is-fragile.ts';
import { pdbExternalDrainActive } from './checks/pdb-external-drain-active.ts';
import { pdbHpaFloor } from './checks/pdb-hpa-floor.ts';
import { pdbInvalidSelector } from './checks/pdb-invalid-selector.ts';
import { pdbMissing } from './checks/pdb-missing.ts';
import { pdbMultipleMatch } from './checks/pdb-multiple-match.ts';
import { pdbSelectsNothing } from './checks/pdb-selects-nothing.ts';
import { pdbSerializesNode } from './checks/pdb-serializes-node.ts';
import { pdbSpansWorkloads } from './checks/pdb-spans-workloads.ts';
import { pdbStale } from './checks/pdb-stale.ts';
import { pdbSyncFailed } from './checks/pdb-sync-failed.ts';
import { pdbToothless } from './checks/pdb-toothless.ts';
import { pdbUnhealthyDeadlock } from './checks/pdb-unhealthy-deadlock.ts';
import { pdbUnmanagedPods } from './checks/pdb-unmanaged-pods.ts';
import { pdbZeroPermanent } from './checks/pdb-zero-permanent.ts';
import { pdbZeroUnhealthy } from './checks/pdb-zero-unhealthy.ts';
import { pendingBefore } from './checks/pending-before.ts';
import { pinnedToNode } from './checks/pinned-to-node.ts';
import { prestopMissing } from './checks/prestop-missing.ts';
import { prestopShort } from './checks/prestop-short.ts';
import { previousRunResidue } from './checks/previous-run-residue.ts';
import { pvZoneStranded } from './checks/pv-zone-stranded.ts';
import { pvcNotBindable } from './checks/pvc-not-bindable.ts';
import { quorumRisk } from './checks/quorum-risk.ts';
import { quotaBlocksReplacement } from './checks/quota-blocks-replacement.ts';
import { rbacSelfCheck } from './checks/rbac-self-check.ts';
import { readinessGateMissing } from './checks/readiness-gate-missing.ts';
import { readinessMissing } from './checks/readiness-missing.ts';
import { recentLaunchFailures } from './checks/recent-launch-failures.ts';
import { replicasColocated } from './checks/replicas-colocated.ts';
import { replacementRejected } from './checks/replacement-rejected.ts';
import { requestsMissing } from './checks/requests-missing.ts';
import { rolloutInProgress } from './checks/rollout-in-progress.ts';
import { rwoMultiPod } from './checks/rwo-multi-pod.ts';
import { sigtermIgnored } from './checks/sigterm-ignored.ts';
import { singletonService } from './checks/singleton-service.ts';
import { spotNodes } from './checks/spot-nodes.ts';
import { spreadGhost } from './checks/spread-ghost.ts';
import { staticPods } from './checks/static-pods.ts';
import { stsSerialCost } from './checks/sts-serial-cost.ts';
import { subnetIps } from './checks/subnet-ips.ts';
import { surgeAzLottery } from './checks/surge-az-lottery.ts';
import { taintDrift } from './checks/taint-drift.ts';
import { templateDiverges } from './checks/template-diverges.ts';
import { toleratesCordon } from './checks/tolerates-cordon.ts';
import { unplaceable } from './checks/unplaceable.ts';
import { vcpuQuota } from './checks/vcpu-quota.ts';
import { versionSkew } from './checks/version-skew.ts';
import { volumeattachmentStuck } from './checks/volumeattachment-stuck.ts';
import { warmPoolStaleAmi } from './checks/warm-pool-stale-ami.ts';
import { webhookFailClosed } from './checks/webhook-fail-closed.ts';
import type { PreflightCheck } from './preflight-check.ts';

/** Every check, in the order in which findings are shown. */
export const CATALOGUE: readonly PreflightCheck[] = [
  ownedByAnother,
  fargateOrAuto,
  controlPlaneNode,
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
  pdbSerializesNode,
  pdbExternalDrainActive,
  singletonService,
  replicasColocated,
  noSpread,
  readinessMissing,
  prestopMissing,
  prestopShort,
  graceTooShort,
  graceZero,
  sigtermIgnored,
  elbDrainMismatch,
  readinessGateMissing,
  etpLocal,
  graceExceedsWindow,
  barePod,
  orphanController,
  jobRunning,
  toleratesCordon,
  noEvictAnnotation,
  rolloutInProgress,
  hpaSaturated,
  templateDiverges,
  imageUnpullable,
  replacementRejected,
  quotaBlocksReplacement,
  configRefMissing,
  webhookFailClosed,
  dnsConcentration,
  quorumRisk,
  meshOrHookOrdering,
  criticalPriorityNonds,
  pvZoneStranded,
  surgeAzLottery,
  localPv,
  emptydirData,
  hostpathState,
  volumeattachmentStuck,
  pvcNotBindable,
  stsSerialCost,
  rwoMultiPod,
  unplaceable,
  spreadGhost,
  antiaffinitySaturated,
  pinnedToNode,
  labelDrift,
  taintDrift,
  hostportConflict,
  packingIsFragile,
  allocatableShrink,
  daemonsetGrowth,
  requestsMissing,
  pendingBefore,
  movesTwice,
  nodeNotReady,
  alreadyCordoned,
  instanceNodeMismatch,
  versionSkew,
  dsUnhealthy,
  dsServesTraffic,
  staticPods,
  otherActuator,
  kubeletCertPending,
  clusterNotActive,
  nodegroupStatus,
  mngDrainWindow,
  asgSuspended,
  asgNoHeadroom,
  instanceRefreshActive,
  asgScheduledAction,
  asgInstanceState,
  lifecycleHook,
  warmPoolStaleAmi,
  caRacing,
  karpenterBeside,
  ltFloating,
  ltOverrideAmi,
  launchConfiguration,
  amiTarget,
  amiFamilyChange,
  imdsHop,
  recentLaunchFailures,
  capacitySingleType,
  vcpuQuota,
  subnetIps,
  iacDrift,
  spotNodes,
  baselineWorkloads,
  baselineLb,
  previousRunResidue,
  rbacSelfCheck,
  ownNodeSingleEngine,
];
