import { describe, expect, it } from 'vitest';
import type { Act } from '../../../src/core/replacement/act.ts';
import { brokenPromise } from '../../../src/core/rollout/broken-promise.ts';
import type { Claim } from '../../../src/core/rollout/claim.ts';
import type { Rollout } from '../../../src/core/rollout/rollout.ts';

const NODE = { name: 'n1', uid: 'uid-n1', instanceId: 'i-1', zone: 'a' };
const CLAIM = { node: NODE, purpose: 'replace', terminate: { at: 1, decrement: false } } as unknown as Claim;
const VOTE = { by: { id: 'UBOB', name: 'bob' }, at: 1, planHash: 'hash' };

const evict: Act = {
  kind: 'evict',
  node: 'n1',
  pod: { namespace: 'shop', name: 'cart-1', uid: 'uid-1' },
  why: '',
};
const terminate: Act = { kind: 'terminate', group: 'workers', node: NODE, decrement: false, why: '' };
const cordon: Act = {
  kind: 'edit-node',
  verb: 'node.cordon',
  node: NODE,
  change: { unschedulable: true },
  why: '',
};
const uncordon: Act = { ...cordon, verb: 'node.uncordon', change: { unschedulable: false } };
const taint: Act = { ...cordon, verb: 'node.taint', change: { addTaints: [] } };
const tag: Act = { kind: 'tag-group', group: 'workers', tags: {}, why: '' };

describe('right before an effect', () => {
  it('nothing is refused that the slot names and people approved', () => {
    for (const act of [evict, terminate, cordon, uncordon, taint, tag])
      expect(brokenPromise(aRollout(), act)).toBeUndefined();
  });

  it('everything but putting back is refused without the approvals of exactly this plan', () => {
    const others = aRollout({ approvals: [{ ...VOTE, planHash: 'another' }] });
    const twice = aRollout({ approvals: [VOTE, VOTE], approvalsNeeded: 2 });

    for (const act of [evict, terminate, cordon, taint, tag]) {
      expect(brokenPromise(others, act)?.invariant).toBe('I8');
      expect(brokenPromise(twice, act)?.invariant).toBe('I8');
    }
    expect(brokenPromise(others, uncordon)).toBeUndefined();
  });

  it('a node that the slot does not name is neither closed nor emptied', () => {
    const { active: _none, ...idle } = aRollout();

    expect(brokenPromise(idle, evict)).toMatchObject({
      invariant: 'I7',
      objects: ['Pod/shop/cart-1'],
      message: expect.stringContaining('the slot names no node'),
    });
    expect(brokenPromise(idle, { ...cordon, node: { name: 'n2', uid: 'uid-n2' } })?.invariant).toBe('I7');
  });

  it('after a halt or an abort only a surplus node is emptied', () => {
    for (const phase of ['halting', 'aborting', 'verifying'] as const) {
      expect(brokenPromise(aRollout({ phase }), evict)?.invariant).toBe('I10');
      const active = { ...CLAIM, purpose: 'shed' } as const;
      expect(brokenPromise(aRollout({ phase, active }), evict)).toBeUndefined();
    }
    expect(brokenPromise(aRollout({ phase: 'paused' }), cordon)?.invariant).toBe('I10');
  });

  it('an instance is ended by the intent in the slot, or when it is surplus and never became a node', () => {
    const { terminate: _intent, ...unsure } = CLAIM;
    const unjoined: Act = { ...terminate, node: { ...NODE, uid: '', instanceId: 'i-9' } };

    expect(brokenPromise(aRollout({ active: unsure }), terminate)?.invariant).toBe('I5');
    expect(brokenPromise(aRollout(), { ...terminate, node: { ...NODE, instanceId: 'i-2' } })?.invariant).toBe(
      'I5',
    );
    expect(brokenPromise(aRollout({ phase: 'aborting' }), unjoined)).toBeUndefined();
    expect(brokenPromise(aRollout(), unjoined)?.invariant).toBe('I5');
  });
});

function aRollout(change: Partial<Rollout> = {}): Rollout {
  return {
    id: 'R-AAAAA',
    phase: 'running',
    planHash: 'hash',
    approvals: [VOTE],
    approvalsNeeded: 1,
    active: CLAIM,
    results: [],
    story: [],
    ...change,
  } as unknown as Rollout;
}
