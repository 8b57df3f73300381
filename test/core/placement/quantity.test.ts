import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  millisOf,
  parseQuantity,
  unitsOf,
  type Quantity,
} from '../../../src/core/placement/quantity.ts';

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed) throw new Error(`${text} is no quantity`);
  return parsed;
}

describe('quantities', () => {
  it.each([
    ['0', 0],
    ['100', 100],
    ['1k', 1_000],
    ['1Ki', 1_024],
    ['1.5Gi', 1_610_612_736],
    ['2E', undefined],
    ['1e3', 1_000],
    ['1E3', 1_000],
    ['12e-1', 2],
    ['500m', 1],
    ['1n', 1],
    ['.5', 1],
    ['5.', 5],
  ])('reads %s as %s whole units, rounded up', (text, units) => {
    const parsed = parseQuantity(text);
    expect(parsed && unitsOf(parsed)).toBe(units);
  });

  it.each(['', 'x', '-1', '1Kb', '1 Gi', '1e', 'Gi', '--1', '1.2.3'])('does not read %j', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  it('adds fractions before it rounds', () => {
    expect(unitsOf(addQuantities(quantity('500m'), quantity('500m')))).toBe(1);
    expect(unitsOf(addQuantities(quantity('600m'), quantity('500m')))).toBe(2);
  });

  it('counts cpu in thousandths', () => {
    expect(millisOf(quantity('2'))).toBe(2000);
    expect(millisOf(quantity('100.5m'))).toBe(101);
  });
});
