interface Redundant {
  readonly name: string;
  readonly file: string;
  /** The protection; stands in the file exactly once. */
  readonly find: string;
  /** Why no simulated run can tell whether it is there. */
  readonly why: string;
  /** The unit test that can. */
  readonly test: { readonly file: string; readonly name: string };
}

/** Protections that others stand before: removing one alone breaks nothing (engine.md 2.3 measured the same). Not among the mutants. */
export const REDUNDANT: readonly Redundant[] = [
  {
    name: 'older-epoch-writes',
    file: 'src/app/tick-rollout.ts',
    find: 'if (held.slot.epoch > self.leader.epoch)',
    why: 'An engine that was replaced without knowing it still believes in its lease for less time than its successor waits; and its write to the slot is refused by resourceVersion.',
    test: {
      file: 'test/app/race-story.test.ts',
      name: 'does nothing on a slot that was written under a later lease',
    },
  },
  {
    name: 'old-look-acted-on',
    file: 'src/app/tick-rollout.ts',
    find: "if (decision.kind === 'act' && ports.clock.monotonic() - begun > LOOK_MAX_MS) return AGAIN;",
    why: 'A process that sleeps for so long has lost its lease, and every effect names its object by identity: what an old look can do wrong is taking a node although capacity was lost since.',
    test: {
      file: 'test/app/race-story.test.ts',
      name: 'does not act on a look in which it slept for more than a minute, but looks again',
    },
  },
  {
    name: 'settling-without-end',
    file: 'src/core/replacement/stages/settling.ts',
    find: 'if (emptyForMs(context) > plan.policy.extensionMs) return stuck(unready(context, judgement.reasons));',
    why: 'Every rule that keeps a node settling has an end of its own by now, and a pod that flapped is forgiven; only pods that flap for ever are left, which the world has none of.',
    test: {
      file: 'test/core/replacement/settling.test.ts',
      name: 'asks a person after 15 minutes when a moved pod does not come to rest (sim seed 12639358)',
    },
  },
];
