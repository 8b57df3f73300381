import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePatchCommand } from '../../../src/core/request/parse-patch-command.ts';

const KNOWN = { prod: ['workers', 'ingress'], stage: ['workers'] };

describe('a mistyped command', () => {
  it.each<[string, readonly string[]]>([
    ['prdo workers', ['/patch prod workers']],
    ['prod wrokers', ['/patch prod workers']],
    ['prod workers --dryrun', ['/patch prod workers --dry-run']],
    ['prod nothing-like-it', ['/patch prod workers', '/patch prod ingress']],
  ])('%s is answered with what was meant', (text, suggestions) => {
    expect(parsePatchCommand(text, KNOWN)).toMatchObject({ suggestions });
  });
});

describe('any words at all', () => {
  it('are read or answered, and never break anything', () => {
    const words = fc.oneof(
      fc.string({
        unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
        maxLength: 60,
      }),
      fc
        .array(
          fc.constantFrom(
            'prod',
            'workers',
            'pause',
            'R-ABCDE',
            '--dry-run',
            '--waive',
            '"',
            '--',
            '=',
            '\\',
          ),
          {
            maxLength: 8,
          },
        )
        .map((list) => list.join(' ')),
    );

    fc.assert(
      fc.property(words, (text) => {
        expect(parsePatchCommand(text, KNOWN)).toHaveProperty('kind');
      }),
      { numRuns: 150 },
    );
  });
});
