import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import type { StageContext } from '../../../src/core/replacement/stage-context.ts';
import type { Claim } from '../../../src/core/rollout/claim.ts';

/** What a stage of rollout R-AAAAA sees at `now`, under the default policy; `work`: what differs from an empty node n1. */
export function aStageContext(claim: Claim, now: number, work: Partial<StageContext['work']>): StageContext {
  const seenWork: StageContext['work'] = {
    node: { metadata: { name: 'n1', uid: 'uid-n1' } },
    pods: [],
    budgets: [],
    workloads: [],
    movedPods: [],
    attachments: [],
    registration: 'none',
    ...work,
  };
  const seen = { now, real: now, quietMs: 0, epoch: 1, work: seenWork };
  const plan = { policy: DEFAULT_POLICY, release: { imageId: 'ami-new' } } as StageContext['plan'];
  const rollout = { id: 'R-AAAAA', active: claim, story: [] as const } as unknown as StageContext['rollout'];
  return { rollout, plan, claim, seen, work: seenWork };
}
