import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockKitRenderer as renderer } from '../../../../src/adapters/slack/block-kit-renderer.ts';
import { textLength } from '../../../../src/adapters/slack/views/fit-message.ts';
import type { Finding } from '../../../../src/core/preflight/finding.ts';
import type { Rollout } from '../../../../src/core/rollout/rollout.ts';
import type { StoryEvent } from '../../../../src/core/rollout/story-event.ts';
import type { ChatMessage } from '../../../../src/ports/chat.ts';
import { validateMessage } from '../../../../src/sandbox/slack/limits/validate-message.ts';
import { validateView } from '../../../../src/sandbox/slack/limits/validate-view.ts';
import {
  aClaim,
  aContext,
  aFinalReport,
  aHaltedRollout,
  aPlan,
  aReport,
  aRollout,
  results,
  T0,
} from '../a-rollout.ts';
import { hostileText } from './hostile-text.ts';
import { ROOTS } from './stories.ts';

const OURS =
  /<@[UW][A-Z0-9]{2,30}>|<!subteam\^S[A-Z0-9]{2,30}>|<!date\^\d+\^\{time_secs\}\|[0-9:]+ UTC>|<https?:\/\/[^<>|\s]+\|[^<>|]+>/gu;

/** Every string Slack reads as markdown: the top text and each mrkdwn element. */
function markdownOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markdownOf);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  return type === 'mrkdwn' ? [String(text)] : Object.values(value).flatMap(markdownOf);
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

const INVISIBLE = /[^\n\P{Cc}]|[\p{Cf}\p{Cs}]/u;

/** What is wrong with a message: Slack's verdict, our budget, and foreign text that means something. */
function wrongWith(message: ChatMessage): readonly unknown[] {
  const verdict = validateMessage(message, 'update');
  return [
    ...(verdict.ok ? [] : [verdict]),
    ...(textLength(message.blocks) > 9_000 ? ['more than 9,000 characters'] : []),
    ...live([{ type: 'mrkdwn', text: message.text }, ...message.blocks]),
  ];
}

function wrongWithView(view: object): readonly unknown[] {
  const verdict = validateView(view, 'modal');
  return [...(verdict.ok ? [] : [verdict]), ...live(view)];
}

function live(shown: unknown): readonly string[] {
  return [
    ...markdownOf(shown).filter((text) => /[<>]/u.test(text.replace(OURS, ''))),
    ...stringsOf(shown).filter((text) => INVISIBLE.test(text) || !text.isWellFormed()),
  ];
}

/** A rollout whose every foreign word is hostile. */
function hostileRollout(words: fc.Arbitrary<string>): fc.Arbitrary<Rollout> {
  const phases = [...new Set(Object.values(ROOTS).map(({ phase }) => phase))];
  const finding: fc.Arbitrary<Finding> = fc.record({
    id: words,
    severity: fc.constantFrom('blocker', 'warning', 'info'),
    objects: fc.array(words, { maxLength: 5 }),
    message: words,
    fix: words,
  });
  return fc
    .record({
      phase: fc.constantFrom(...phases),
      word: words,
      other: words,
      many: fc.integer({ min: 0, max: 300 }),
      findings: fc.array(finding, { maxLength: 12 }),
      approver: fc.record({ id: words, name: words }),
    })
    .map(({ phase, word, other, many, findings, approver }) =>
      rolloutOf(phase, word, other, many, findings, approver),
    );
}

function rolloutOf(
  phase: Rollout['phase'],
  word: string,
  other: string,
  many: number,
  findings: readonly Finding[],
  approver: { id: string; name: string },
): Rollout {
  const plan = aPlan(many);
  const planHash = 'a'.repeat(64);
  const ref = { name: word, uid: word, instanceId: other, zone: other };
  const undo = Array.from({ length: 30 }, (_, index) => ({
    what: `${index} ${word}`,
    state: (['done', 'pending', 'not-possible'] as const)[index % 3]!,
    detail: other,
  }));
  const problem = {
    kind: word,
    objects: [word, other],
    message: word,
    fix: `${other}\n${word}`,
    node: word,
    at: T0,
  };
  return aHaltedRollout({
    phase,
    requestedBy: approver,
    reason: word,
    plan: {
      ...plan,
      from: { [word]: 1, [other]: 2 },
      release: { imageId: word, imageName: other, templateId: word, templateVersion: other },
      nodes: plan.nodes.map((node, index) => (index === 0 ? ref : node)),
    },
    planHash,
    preflight: aReport({
      verdict: 'warnings',
      findings,
      unknown: [{ id: word, reason: other, objects: [word] }],
      skipped: [{ id: word, reason: other }],
      passed: [word, other],
    }),
    approvals: [{ by: approver, at: T0, planHash }],
    active: aClaim({
      node: ref,
      waitingFor: word,
      blockedBy: { objects: [word], message: other, fix: word },
    }),
    results: results(Math.min(many, 50)).map((result) => ({ ...result, name: word, replacedBy: other })),
    hold: { reason: word, since: T0 },
    problem,
    abortRequested: approver,
    halt: { id: 'H1', at: T0, cause: word, by: approver, node: word, reasons: [word, other], undo },
    leftUndone: undo,
    report: {
      ...aFinalReport(many),
      nodes: aFinalReport(many).nodes.map((node) => ({
        ...node,
        node: word,
        imageId: other,
        kubeletVersion: word,
      })),
      notJudged: [word, other],
    },
    story: [
      { n: 1, at: T0, kind: 'rejected', by: word },
      { n: 2, at: T0, kind: 'stale', why: other },
    ],
  });
}

function everyEvent(word: string, other: string): readonly StoryEvent[] {
  const base = { n: 1, at: T0 };
  return [
    { ...base, kind: 'preflight-passed' },
    { ...base, kind: 'preflight-blocked' },
    { ...base, kind: 'voted', by: word, count: 1, needed: 2 },
    { ...base, kind: 'rejected', by: word },
    { ...base, kind: 'stale', why: word },
    { ...base, kind: 'refused', why: word },
    { ...base, kind: 'claimed', node: word, index: 1, canary: true },
    { ...base, kind: 'drain-slow', node: word, waitingFor: other },
    {
      ...base,
      kind: 'node-replaced',
      node: word,
      index: 1,
      of: 2,
      zone: other,
      movedPods: 1,
      seconds: 1,
      replacedBy: other,
    },
    { ...base, kind: 'node-skipped', node: word, index: 1, why: other },
    { ...base, kind: 'canary-passed', node: word },
    { ...base, kind: 'held', why: word },
    { ...base, kind: 'resumed', by: word },
    { ...base, kind: 'halting' },
    { ...base, kind: 'halted' },
    { ...base, kind: 'paused' },
    { ...base, kind: 'aborting', by: word },
    { ...base, kind: 'aborted' },
    { ...base, kind: 'succeeded' },
    { ...base, kind: 'rollback-incomplete' },
  ];
}

describe("Slack's limits, and our own", () => {
  it('are kept by every root message', () => {
    for (const rollout of Object.values(ROOTS)) {
      expect(wrongWith(renderer.root(rollout, aContext()))).toEqual([]);
    }
  });

  it('are kept by a group of 5,000 nodes', () => {
    const rollout = aRollout({
      phase: 'succeeded',
      plan: aPlan(5_000),
      results: results(5_000),
      report: aFinalReport(5_000),
    });

    expect(wrongWith(renderer.root(rollout, aContext()))).toEqual([]);
    expect(
      wrongWith(renderer.story({ n: 1, at: T0, kind: 'succeeded' }, rollout, aContext())!.message),
    ).toEqual([]);
    expect(wrongWithView(renderer.detailsView(rollout, aContext()))).toEqual([]);
  });

  it('are kept whatever foreign words a rollout carries, and no word of them means anything', () => {
    fc.assert(
      fc.property(hostileRollout(hostileText()), hostileText(), hostileText(), (rollout, word, other) => {
        expect(wrongWith(renderer.root(rollout, aContext()))).toEqual([]);
        expect(wrongWith(renderer.haltCard(rollout, aContext(), true))).toEqual([]);
        expect(wrongWith(renderer.preflight(rollout.preflight!, word))).toEqual([]);
        expect(wrongWithView(renderer.preflightView(rollout.preflight!, word))).toEqual([]);
        expect(wrongWithView(renderer.detailsView(rollout, aContext()))).toEqual([]);
        for (const event of everyEvent(word, other)) {
          const told = renderer.story(event, rollout, aContext());
          expect(told).toBeDefined();
          expect(wrongWith(told!.message)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('are kept by every answer', () => {
    fc.assert(
      fc.property(hostileText(), hostileText(), fc.integer({ min: 0, max: 200 }), (word, other, many) => {
        expect(
          wrongWith(
            renderer.reply({
              code: word,
              what: word,
              why: other,
              next: word,
              suggestions: Array.from({ length: many }, () => other),
              details: Array.from({ length: many }, () => word),
              links: [
                { label: word, url: other },
                { label: other, url: `https://x/${word}` },
              ],
            }),
          ),
        ).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
