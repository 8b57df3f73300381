import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src/core/fleet/epoch-ms.ts';

describe('times as Kubernetes writes them', () => {
  it('are what the calendar says, for every day of three centuries', () => {
    const instants = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2200, 0) });
    fc.assert(
      fc.property(instants, (at) => {
        expect(epochMs(new Date(at).toISOString())).toBe(at);
        const second = Math.floor(at / 1000) * 1000;
        expect(epochMs(new Date(second).toISOString().replace('.000Z', 'Z'))).toBe(second);
      }),
      { numRuns: 2000 },
    );
  });

  it('may carry an offset and parts of a second', () => {
    expect(epochMs('2026-02-28T23:30:00.5-01:30')).toBe(Date.UTC(2026, 2, 1, 1, 0, 0, 500));
    expect(epochMs('2024-02-29T12:00:00Z')).toBe(Date.UTC(2024, 1, 29, 12));
  });

  it.each([
    undefined,
    '',
    'yesterday',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00Z',
    '2026-01-0:T00:00:00Z',
  ])('are not guessed from %j', (text) => {
    expect(epochMs(text)).toBeUndefined();
  });
});
