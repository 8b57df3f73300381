import { describe, expect, it } from 'vitest';
import { findFeasible } from '../../../src/sandbox/scheduler/find-feasible.ts';
import { fitMessage } from '../../../src/sandbox/scheduler/fit-message.ts';
import { isOursToPlace } from '../../../src/sandbox/scheduler/is-ours-to-place.ts';
import { recordedCases, recordedSnapshot, recordedThemes } from './recorded-cases.ts';

/** As many as the recordings hold: a file that is missing must not pass for a file that holds. */
const CASES_RECORDED = 1195;

describe('the scheduler decides as the recorded one did', () => {
  it.each(recordedThemes())('on the nodes of every case of %s', (theme) => {
    const wrong = recordedCases(theme).flatMap((recorded) => {
      const isOurs = isOursToPlace(recorded.pending);
      const { feasible } = findFeasible(recorded.pending, recordedSnapshot(recorded));
      const names = isOurs ? feasible.map(({ name }) => name).sort() : [];
      const expected = [...recorded.verdict.feasible].sort();
      return names.join() === expected.join() ? [] : [{ id: recorded.id, names, expected }];
    });

    expect(wrong).toEqual([]);
  });

  it.each(recordedThemes())('in the words of its refusals of %s', (theme) => {
    const wrong = recordedCases(theme).flatMap((recorded) => {
      if (recorded.verdict.reason !== 'Unschedulable') return [];
      const verdict = findFeasible(recorded.pending, recordedSnapshot(recorded));
      const message = fitMessage(recorded.pending, recorded.nodes.length, verdict);
      return message === recorded.verdict.message ? [] : [{ id: recorded.id, message }];
    });

    expect(wrong).toEqual([]);
  });

  it('and no case is left out', () => {
    const count = recordedThemes().flatMap(recordedCases).length;

    expect(count).toBe(CASES_RECORDED);
  });
});
