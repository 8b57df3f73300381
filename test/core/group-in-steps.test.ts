import { expect, it } from 'vitest';
import { groupInSteps } from '../../src/core/group-in-steps.ts';
import { finish } from '../../src/core/in-steps.ts';

it('groups as Map.groupBy does, the groups and their members in the order of the list', () => {
  const list = Array.from({ length: 10_000 }, (_, at) => (at * 31) % 97);
  const rest = (value: number): number => value % 7;
  expect([...finish(groupInSteps(list, rest))]).toEqual([...Map.groupBy(list, rest)]);
});
