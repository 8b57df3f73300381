import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyRawRequest } from '../../../src/adapters/slack/verify-raw-request.ts';
import { NOW, SECRET, signed } from './a-signed-request.ts';

const MINUTE = 60_000;

describe('the signature of a raw request', () => {
  it('is genuine for the body, the time and the secret it was made with', () => {
    expect(verifyRawRequest(signed('a=b'), [SECRET], NOW)).toBe('genuine');
  });

  it('is genuine for either of two secrets while one is being changed, and for no third', () => {
    const byOld = signed('a=b', { secret: 'the-old-one' });

    expect(verifyRawRequest(byOld, [SECRET, 'the-old-one'], NOW)).toBe('genuine');
    expect(verifyRawRequest(byOld, [SECRET], NOW)).toBe('forged');
  });

  it('is forged when anything signed was touched', () => {
    const good = signed('a=b');

    expect(verifyRawRequest({ ...good, body: 'a=c' }, [SECRET], NOW)).toBe('forged');
    expect(verifyRawRequest({ ...good, timestamp: String(Number(good.timestamp) + 1) }, [SECRET], NOW)).toBe(
      'forged',
    );
  });

  it('is forged when it is missing, short, of another version or not hexadecimal', () => {
    const good = signed('a=b');
    for (const signature of [
      '',
      'v0=',
      good.signature.slice(0, 20),
      good.signature.replace('v0', 'v1'),
      `v0=${'z'.repeat(64)}`,
      `${good.signature}0`,
    ]) {
      expect(verifyRawRequest({ ...good, signature }, [SECRET], NOW)).toBe('forged');
    }
    for (const timestamp of ['', 'now', '-5', '1e9', ' 1', '9'.repeat(20)]) {
      expect(verifyRawRequest({ ...good, timestamp }, [SECRET], NOW)).toBe('forged');
    }
  });

  it('is stale after five minutes and from the future five minutes ahead', () => {
    const at = (minutes: number) =>
      verifyRawRequest(signed('a=b', { at: NOW + minutes * MINUTE }), [SECRET], NOW);

    expect(at(-5)).toBe('genuine');
    expect(at(-5.1)).toBe('stale');
    expect(at(5)).toBe('genuine');
    expect(at(5.1)).toBe('future');
    expect(at(60)).toBe('future');
  });

  it('is never checked against an empty secret, which everybody has', () => {
    const byNothing = signed('a=b', { secret: '' });

    expect(() => verifyRawRequest(byNothing, [''], NOW)).toThrow('empty');
    expect(() => verifyRawRequest(byNothing, [], NOW)).toThrow('empty');
    expect(() => verifyRawRequest(byNothing, [SECRET, ' '], NOW)).toThrow('empty');
  });

  it('holds for any body, and for no body that differs in one place', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), (body, place) => {
        const at = place % body.length;
        const other = `${body.slice(0, at)}${body[at] === 'x' ? 'y' : 'x'}${body.slice(at + 1)}`;
        const request = signed(body);

        expect(verifyRawRequest(request, [SECRET], NOW)).toBe('genuine');
        expect(verifyRawRequest({ ...request, body: other }, [SECRET], NOW)).toBe('forged');
      }),
    );
  });
});
