import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MouldBook } from '../../../src/adapters/kubernetes/mould-book.ts';
import type { OpenRule } from '../../../src/adapters/kubernetes/mould.ts';

const RULES: readonly OpenRule[] = [
  { pattern: /"name":"(?<open>[^"\\]*)"/dg, kind: 'own' },
  { pattern: /"at":"(?<open>[^"\\]*)"/dg, kind: 'shared' },
];

describe('texts that are cast from moulds', () => {
  it('say what parsing them would say, whatever they are', () => {
    const word = fc.oneof(
      fc.constantFrom('a', 'b', '', '\u0000', '\u00001', '"', '\\', 'é', '😀', '}],"'),
      fc.string(),
    );
    const part = fc.record(
      { name: word, at: word, kept: word, list: fc.array(fc.record({ at: word }), { maxLength: 3 }) },
      { requiredKeys: ['name'] },
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const book = new MouldBook<unknown>(RULES);
        for (const value of parts) {
          const json = Buffer.from(`[${JSON.stringify(value)}]`);
          expect(book.read(json, 1, json.length - 1, (parsed) => parsed)).toEqual(value);
        }
      }),
    );
  });

  it('are looked at once, and share all but their open strings', () => {
    const book = new MouldBook<{ name: string; deep: object }>(RULES);
    let looks = 0;
    const cast = (name: string): { name: string; deep: object } => {
      const json = Buffer.from(JSON.stringify({ name, deep: { a: [1] } }));
      return book.read(json, 0, json.length, (parsed) => {
        looks++;
        return parsed as { name: string; deep: object };
      });
    };
    const [first, second] = [cast('x'), cast('longer')];

    expect([first.name, second.name, looks]).toEqual(['x', 'longer', 1]);
    expect(second.deep).toBe(first.deep);
  });

  it('share what is further in, where only the strings on top are open', () => {
    const book = new MouldBook<{ name: string; owner: object }>(
      RULES.map((rule) => ({ ...rule, onTop: true })),
    );
    const [first, second] = ['x', 'y'].map((name) => {
      const json = Buffer.from(JSON.stringify({ name, owner: { name: 'z' } }));
      return book.read(json, 0, json.length, (parsed) => parsed as { name: string; owner: object });
    });

    expect([first, second]).toEqual(['x', 'y'].map((name) => ({ name, owner: { name: 'z' } })));
    expect(second?.owner).toBe(first?.owner);
  });

  it('are not recalled where they only begin alike', () => {
    const book = new MouldBook<unknown>(RULES, '}');
    const known = Buffer.from('{"name":"x","a":1');
    book.read(known, 0, known.length, (parsed) => parsed);

    expect(book.recall(Buffer.from('{"name":"y","a":1'), 0)?.value).toEqual({ name: 'y', a: 1 });
    for (const other of ['{"name":"y","a":2', '{"name":"y","a":', '{"name":"y', '{"name":"y\\n","a":1', ''])
      expect(book.recall(Buffer.from(other), 0), other).toBeUndefined();
    const longer = Buffer.from('{"name":"y","a":1,"b":2');
    expect(book.read(longer, 0, longer.length, (parsed) => parsed)).toEqual({ name: 'y', a: 1, b: 2 });
  });

  it('refuse what is no JSON', () => {
    const json = Buffer.from('{"name":"x"');

    expect(() => new MouldBook<unknown>(RULES).read(json, 0, json.length, (parsed) => parsed)).toThrow(
      SyntaxError,
    );
  });
});
