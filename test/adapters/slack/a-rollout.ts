import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import type { RolloutPlan } from '../../../src/core/plan/rollout-plan.ts';
import type { PreflightReport } from '../../../src/core/preflight/preflight-report.ts';
import type { Claim } from '../../../src/core/rollout/claim.ts';
import type { FinalReport, NodeResult, Rollout } from '../../../src/core/rollout/rollout.ts';
import type { RenderContext } from '../../../src/ports/renderer.ts';

export const T0 = Date.UTC(2026, 10, 21, 10, 0, 0);
const MINUTE = 60_000;
export const PLAN_HASH = `7f3a2c${'0'.repeat(58)}`;

export const ann = { id: 'U0ANN', name: 'Ann' };
export const bob = { id: 'U0BOB', name: 'Bob' };

export function aContext(over: Partial<RenderContext> = {}): RenderContext {
  return {
    cluster: 'prod',
    nodeGroup: 'workers',
    now: T0 + 21 * MINUTE,
    real: T0 + 21 * MINUTE,
    scale: 1,
    brakeCommand: 'kubectl -n drover annotate configmap drover-workers drover.dev/halt=true --overwrite',
    approverUsers: [bob.id],
    approverGroups: ['S0SRE'],
    ...over,
  };
}

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

export function nodeName(index: number): string {
  return `ip-10-2-${Math.floor(index / 250)}-${index % 250}`;
}

export function aPlan(nodes = 6): RolloutPlan {
  return {
    schema: 1,
    cluster: { name: 'prod', uid: '5f1c' },
    nodeGroup: 'workers',
    groupName: 'prod-workers',
    groupArn:
      'arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:1:autoScalingGroupName/prod-workers',
    desiredBefore: nodes,
    from: { 'ami-0old': nodes },
    release: {
      imageId: 'ami-0new',
      imageName: 'amazon-eks-node-1.33-v20261118',
      templateId: 'lt-1',
      templateVersion: '8',
      releaseVersion: '1.33.4-20261118',
    },
    nodes: Array.from({ length: nodes }, (_, index) => ({
      name: nodeName(index),
      uid: `uid-${index}`,
      instanceId: `i-${index}`,
      zone: ZONES[index % 3]!,
    })),
    alreadyPatched: [],
    boundZones: [],
    surge: 1,
    policy: DEFAULT_POLICY,
    warnings: [],
    requestedBy: ann.id,
    createdAt: T0,
    nonce: '00'.repeat(16),
  };
}

export function aReport(over: Partial<PreflightReport> = {}): PreflightReport {
  return {
    verdict: 'clean',
    findings: [],
    unknown: [],
    skipped: [],
    passed: ['pdb-zero-permanent', 'nodes-ready', 'capacity'],
    prediction: { minutes: { p50: 58, p90: 84 }, perNode: [], movesPerPod: 1 },
    ...over,
  };
}

export const A_WARNING = {
  id: 'single-replica',
  severity: 'warning',
  objects: ['Deployment/shop/cart'],
  message: 'runs one pod: it is away while that pod moves.',
  fix: 'Scale it to two replicas.',
} as const;

export const A_BLOCKER = {
  id: 'pdb-zero-permanent',
  severity: 'blocker',
  objects: ['PodDisruptionBudget/shop/cart', 'Pod/shop/cart-0'],
  message: 'minAvailable 3 of 3 replicas allows no eviction, ever.',
  fix: 'kubectl -n shop patch pdb cart --type merge -p \'{"spec":{"minAvailable":2}}\'',
} as const;

export const AN_UNKNOWN = {
  id: 'placement',
  reason: 'the scheduler name `custom` is not modelled.',
  objects: ['Deployment/shop/search'],
} as const;

export function aClaim(over: Partial<Claim> = {}): Claim {
  return {
    node: { name: nodeName(2), uid: 'uid-2', instanceId: 'i-2', zone: ZONES[2]! },
    purpose: 'replace',
    canary: false,
    stage: 'draining',
    claimedAt: T0 + 18 * MINUTE,
    wasUnschedulable: false,
    workloads: [],
    podsTotal: 23,
    podsLeft: 9,
    sightings: [],
    looks: { valid: 0, all: 0 },
    ...over,
  };
}

export function results(count: number): NodeResult[] {
  return Array.from({ length: count }, (_, index) => ({
    name: nodeName(index),
    uid: `uid-${index}`,
    instanceId: `i-${index}`,
    zone: ZONES[index % 3]!,
    result: 'replaced',
    movedPods: 20 + index,
    startedAt: T0 + index * 5 * MINUTE,
    endedAt: T0 + (index + 1) * 5 * MINUTE,
    replacedBy: `ip-10-9-0-${index}`,
  }));
}

export function aFinalReport(nodes = 6): FinalReport {
  return {
    at: T0 + 62 * MINUTE,
    nodes: Array.from({ length: nodes }, (_, index) => ({
      node: `ip-10-9-${Math.floor(index / 250)}-${index % 250}.eu-west-1.compute.internal`,
      instanceId: `i-new-${index}`,
      zone: ZONES[index % 3]!,
      imageId: 'ami-0new',
      kubeletVersion: 'v1.33.4-eks-99d6cc0',
      ready: true,
      onRelease: true,
    })),
    templateVersion: '8',
    templateOnRelease: true,
    pendingPods: 0,
    notJudged: ['requests were not judged: no metrics source is configured.'],
  };
}

export function aRollout(over: Partial<Rollout> = {}): Rollout {
  return {
    id: 'R-7K2QX',
    nonce: '00'.repeat(16),
    kind: 'patch',
    phase: 'awaiting-approval',
    requestedBy: ann,
    requestedAt: T0,
    reason: 'CVE-2026-1234',
    channel: 'C0PROD',
    plan: aPlan(),
    planHash: PLAN_HASH,
    preflight: aReport(),
    approvals: [],
    approvalsNeeded: 2,
    expiresAt: T0 + 32 * MINUTE,
    results: [],
    story: [{ n: 1, at: T0, kind: 'requested' }],
    ...over,
  };
}

export const anApproval = { by: bob, at: T0 + 4 * MINUTE, planHash: PLAN_HASH };

export function aHaltedRollout(over: Partial<Rollout> = {}): Rollout {
  return aRollout({
    phase: 'halted',
    approvals: [anApproval],
    startedAt: T0,
    results: results(2),
    halt: {
      id: 'H3',
      at: T0 + 20 * MINUTE,
      cause: 'gate',
      node: nodeName(2),
      reasons: ['Deployment/shop/checkout has 1 of 3 pods Ready for 3 min; before it were 3.'],
      undo: [
        { what: `uncordoned ${nodeName(2)}`, state: 'done' },
        { what: 'capacity back to 6', state: 'pending' },
        {
          what: 'template version back to 7',
          state: 'not-possible',
          detail: 'aws autoscaling update-auto-scaling-group --auto-scaling-group-name prod-workers',
        },
      ],
    },
    ...over,
  });
}
