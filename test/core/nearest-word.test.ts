import { describe, expect, it } from 'vitest';
import { nearestWord, nearestWords } from '../../src/core/nearest-word.ts';

describe('the word that was meant', () => {
  it.each<[string, string]>([
    ['wrokers', 'workers'],
    ['worker', 'workers'],
    ['WORKERS', 'workers'],
    ['ingres', 'ingress'],
  ])('%s is %s', (typed, meant) => {
    expect(nearestWord(typed, ['ingress', 'workers', 'batch'])).toBe(meant);
  });

  it('is none that differs in three letters, or in half of a short word', () => {
    expect(nearestWord('wxyzers', ['workers'])).toBeUndefined();
    expect(nearestWord('up', ['ok'])).toBeUndefined();
  });

  it('is the nearest of several, and all of them can be asked for', () => {
    expect(nearestWords('blue-2', ['green-2', 'blue-31', 'blue-1'])).toEqual(['blue-1', 'blue-31']);
    expect(nearestWord('blue-2', ['blue-31', 'blue-1'])).toBe('blue-1');
  });
});
