import { afterEach, describe, expect, it } from 'vitest';
import { copyPlain, freezePlain, freezeShared, keepPlain } from '../fakes/ports/plain-data.ts';

const pod = { metadata: { name: 'a', labels: { app: 'shop' } }, zones: [{ name: 'x' }] };

afterEach(() => freezeShared(true));

describe('plain data', () => {
  it('is copied as deep as it goes', () => {
    const copy = copyPlain(pod);

    expect(copy).toEqual(pod);
    expect(copy.metadata.labels).not.toBe(pod.metadata.labels);
    expect(copy.zones[0]).not.toBe(pod.zones[0]);
  });

  it('cannot be changed where it is shared, however deep', () => {
    for (const shared of [freezePlain(copyPlain(pod)), keepPlain(pod)]) {
      expect(Object.isFrozen(shared.metadata.labels)).toBe(true);
      expect(() => (shared.zones[0]!.name = 'y')).toThrow(TypeError);
    }
  });

  it('is kept without keys that have no value, and kept once', () => {
    const kept = keepPlain({ one: 1, none: undefined, parts: [{ none: undefined }] });

    expect(Object.keys(kept)).toEqual(['one', 'parts']);
    expect(kept).toEqual({ one: 1, parts: [{}] });
    expect(keepPlain({ again: kept }).again).toBe(kept);
  });

  it('is not frozen while nobody asks for it', () => {
    freezeShared(false);

    expect(Object.isFrozen(freezePlain(copyPlain(pod)))).toBe(false);
    expect(Object.isFrozen(keepPlain(pod))).toBe(false);
  });
});
