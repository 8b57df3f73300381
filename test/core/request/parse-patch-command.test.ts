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
