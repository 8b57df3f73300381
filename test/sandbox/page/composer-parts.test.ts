import { describe, expect, it } from 'vitest';
import { CommandHistory } from '../../../src/sandbox/page/slack/command-history.ts';
import { suggestCommands } from '../../../src/sandbox/page/slack/suggest-commands.ts';

const PATCH = {
  command: '/patch',
  description: 'Replace nodes',
  usageHint: 'prod workers | status',
  examples: ['/patch prod workers', '/patch prod workers --dry-run', '/patch status'],
};

describe('the list above the composer', () => {
  const lines = (typed: string): readonly string[] => suggestCommands(typed, [PATCH]).map(({ text }) => text);

  it('offers the command with its hint, then whole lines', () => {
    expect(suggestCommands('/', [PATCH])[0]).toEqual({
      text: '/patch ',
      hint: 'prod workers | status',
      description: 'Replace nodes',
    });
    expect(lines('/pa')).toEqual(['/patch ', ...PATCH.examples]);
  });

  it('offers what can still be meant', () => {
    expect(lines('/patch prod')).toEqual(['/patch prod workers', '/patch prod workers --dry-run']);
    expect(lines('/patch prod workers')).toEqual(['/patch prod workers --dry-run']);
    expect(lines('/patch status')).toEqual([]);
  });

  it('offers nothing for words, other commands and several lines', () => {
    for (const typed of ['hello', '/deploy', ' /patch', '/patch\n']) expect(lines(typed)).toEqual([]);
  });
});

describe('what a person sent before', () => {
  it('comes back line by line, for each person alone', () => {
    const history = new CommandHistory();
    for (const line of ['one', 'two', 'one']) history.add('ann', line);
    history.add('bob', 'his');

    expect(history.older('ann')).toBe('one');
    expect(history.older('ann')).toBe('two');
    expect(history.older('ann')).toBeUndefined();
    expect(history.isWalking).toBe(true);
    expect(history.newer('ann')).toBe('one');
    expect(history.newer('ann')).toBe('');
    expect(history.isWalking).toBe(false);
    expect(history.older('bob')).toBe('his');
  });
});
