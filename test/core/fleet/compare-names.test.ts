import { expect, it } from 'vitest';
import { compareNames } from '../../../src/core/fleet/compare-names.ts';

const NAMES = [
  { namespace: 'shop', name: 'cart' },
  { namespace: 'shop', name: 'a' },
  { namespace: 'shop-test', name: 'cart' },
  { namespace: 'shop0', name: 'cart' },
  { namespace: 'sho', name: 'p' },
  { namespace: '', name: 'node-1' },
  { name: 'node-0' },
  { name: '' },
];

it('puts names in the order of namespace/name', () => {
  const text = ({ namespace = '', name }: (typeof NAMES)[number]): string => `${namespace}/${name}`;
  for (const a of NAMES) {
    for (const b of NAMES) {
      const order = text(a) === text(b) ? 0 : text(a) < text(b) ? -1 : 1;
      expect(compareNames(a, b)).toBe(order);
    }
  }
});
