import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/slack/state/json-object.ts';
import { header, plain, SAMPLE_MESSAGES, SAMPLE_VIEWS, section } from './sample-messages.ts';
import { secondOpinion } from './second-opinion.ts';

const INSTALL_LIMIT_MS = 240_000;

it(
  'slack_sdk has nothing against the samples, and something against what breaks a limit',
  { timeout: INSTALL_LIMIT_MS },
  async ({ skip }) => {
    const good = [
      ...Object.values(SAMPLE_MESSAGES).map((content) => ({ surface: 'message' as const, content })),
      ...Object.values(SAMPLE_VIEWS).map((content) => ({
        surface: content['type'] as 'modal' | 'home',
        content,
      })),
    ];
    const bad: { surface: 'message' | 'modal'; content: JsonObject }[] = [
      { surface: 'message', content: { blocks: [header('x'.repeat(151))] } },
      { surface: 'message', content: { blocks: [section('x'.repeat(3001))] } },
      { surface: 'message', content: { blocks: [{ ...section('s'), color: 'red' }] } },
      { surface: 'modal', content: { type: 'modal', title: plain('x'.repeat(25)), blocks: [section('s')] } },
    ];

    const opinion = await secondOpinion([...good, ...bad]);

    if (!opinion.ok) {
      console.warn(`The second check of Slack messages was skipped: ${opinion.reason}.`);
      skip(opinion.reason);
      return;
    }
    expect(opinion.complaints.slice(0, good.length)).toEqual(good.map(() => null));
    expect(opinion.complaints.slice(good.length)).toEqual([
      expect.stringContaining('150 characters'),
      expect.stringContaining('3000 characters'),
      expect.stringContaining('/color'),
      expect.stringContaining('24 characters'),
    ]);
  },
);
