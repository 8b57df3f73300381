import { describe, expect, it } from 'vitest';
import { placePod } from '../../../src/core/placement/place-pod.ts';
import type { PlacementCase } from '../../../src/core/placement/placement-case.ts';
import { readRecordedCases, type RecordedCase } from './recordings-of-scheduler.ts';

interface Score {
  cases: number;
  exact: number;
  unproven: number;
  unsafe: string[];
  inexact: string[];
}

/** Themes in which "cannot prove" is allowed as often as it must be. */
const FREE_THEMES = ['special', 'limits', 'wffc'];

describe('placement, held to what the real kube-scheduler decided', () => {
  const scores = scoreAll(readRecordedCases());
  const total = sum([...scores.values()]);

  it('prints its counts by theme', () => {
    const rows = [...scores, ['all', total] as const].map(
      ([theme, { cases, exact, inexact, unsafe, unproven }]) => ({
        theme,
        cases,
        exact,
        inexact: inexact.length,
        unsafe: unsafe.length,
        unproven,
      }),
    );
    console.table(rows);
    expect(total.cases).toBeGreaterThanOrEqual(1195);
  });

  it('never calls a pod placeable on a node where the scheduler says no', () => {
    expect(total.unsafe).toEqual([]);
  });

  it('names the exact set of nodes in at least 99 % of the cases that it decides', () => {
    expect(total.exact / (total.cases - total.unproven)).toBeGreaterThanOrEqual(0.99);
  });

  it('cannot prove at most 10 % of all cases, and 25 % of any theme but the three free ones', () => {
    expect(total.unproven / total.cases).toBeLessThanOrEqual(0.1);
    const bad = [...scores].filter(
      ([theme, { cases, unproven }]) => !FREE_THEMES.includes(theme) && unproven / cases > 0.25,
    );
    expect(bad).toEqual([]);
  });

  it('decides the same whatever the order of nodes and pods', () => {
    const changed = readRecordedCases().filter((recorded) => {
      const { nodes, pods } = recorded;
      const reversed = { ...recorded, nodes: nodes.toReversed(), pods: pods.toReversed() };
      return decided(reversed) !== decided(recorded);
    });
    expect(changed).toEqual([]);
  });
});

function decided(placementCase: PlacementCase): string {
  const placement = placePod(placementCase);
  return JSON.stringify(placement.kind === 'proven' ? placement.feasible.toSorted() : placement);
}

function scoreAll(cases: readonly RecordedCase[]): Map<string, Score> {
  const scores = new Map<string, Score>();
  for (const recorded of cases) {
    const score = scores.get(recorded.theme) ?? { cases: 0, exact: 0, unproven: 0, unsafe: [], inexact: [] };
    scores.set(recorded.theme, score);
    score.cases++;
    const placement = placePod(recorded);
    if (placement.kind === 'unproven') {
      score.unproven++;
      continue;
    }
    const truth = new Set(recorded.verdict.feasible);
    if (placement.feasible.some((node) => !truth.has(node))) score.unsafe.push(recorded.id);
    else if (placement.feasible.length < truth.size) score.inexact.push(recorded.id);
    else score.exact++;
  }
  return scores;
}

function sum(scores: readonly Score[]): Score {
  return {
    cases: scores.reduce((all, { cases }) => all + cases, 0),
    exact: scores.reduce((all, { exact }) => all + exact, 0),
    unproven: scores.reduce((all, { unproven }) => all + unproven, 0),
    unsafe: scores.flatMap(({ unsafe }) => unsafe),
    inexact: scores.flatMap(({ inexact }) => inexact),
  };
}
