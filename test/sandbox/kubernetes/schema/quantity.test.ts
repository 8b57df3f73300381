import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  canonicalQuantity,
  quantityValue,
  roundedToMilli,
} from '../../../../src/sandbox/kubernetes/schema/quantity.ts';

describe('quantities', () => {
  it.each([
    ['1024Mi', '1Gi'],
    ['1000Mi', '1000Mi'],
    ['0.1', '100m'],
    ['1500m', '1500m'],
    ['2000m', '2'],
    ['1e3', '1e3'],
    ['12E', '12E'],
    ['0.5Gi', '512Mi'],
    ['100.5m', '100500u'],
    ['512', '512'],
    ['0', '0'],
    ['-1', '-1'],
    ['1000', '1k'],
    ['1Ki', '1Ki'],
  ])('have one form: %s is %s', (given, canonical) => {
    expect(canonicalQuantity(given)).toBe(canonical);
  });

  it.each(['', 'x', '1X', '1 Gi', '.', '--1'])('are not what %s is', (text) => {
    expect(canonicalQuantity(text)).toBeUndefined();
  });

  it('are rounded up to thousandths in resource lists', () => {
    expect(roundedToMilli('100.5m')).toBe('101m');
    expect(roundedToMilli('250m')).toBe('250m');
  });

  it('have a value and can be added', () => {
    expect(quantityValue('1.5Gi')).toBe(1.5 * 1024 ** 3);
    expect(addQuantities('1Gi', '512Mi')).toBe('1536Mi');
    expect(addQuantities('250m', '1')).toBe('1250m');
  });
});
