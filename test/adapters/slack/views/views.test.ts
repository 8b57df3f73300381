import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { blockKitRenderer as renderer } from '../../../../src/adapters/slack/block-kit-renderer.ts';
import type { ButtonValue } from '../../../../src/adapters/slack/views/button-value.ts';
import type { ChatMessage } from '../../../../src/ports/chat.ts';
import {
  A_BLOCKER,
  A_WARNING,
  aContext,
  aFinalReport,
  aHaltedRollout,
  AN_UNKNOWN,
  aReport,
  aRollout,
  nodeName,
  PLAN_HASH,
  T0,
} from '../a-rollout.ts';
import { ROOTS } from './stories.ts';

function buttons(message: ChatMessage): readonly Button[] {
  const blocks = message.blocks as readonly KnownBlock[];
  return blocks
    .filter((block): block is ActionsBlock => block.type === 'actions')
    .flatMap(({ elements }) => elements as Button[]);
}

function verbs(message: ChatMessage): readonly string[] {
  return buttons(message).map(({ action_id: id }) => id ?? '');
}

const shown = (message: ChatMessage | object): string => JSON.stringify(message);

describe('the buttons', () => {
  it('offer Approve only where nothing blocks', () => {
    const withReport = (over: Parameters<typeof aReport>[0]) =>
      renderer.root(aRollout({ preflight: aReport(over) }), aContext());

    expect(verbs(withReport({}))).toContain('p.approve');
    expect(verbs(withReport({ verdict: 'warnings', findings: [A_WARNING] }))).toContain('p.approve');
    expect(verbs(withReport({ verdict: 'blockers', findings: [A_BLOCKER] }))).not.toContain('p.approve');
    expect(verbs(withReport({ verdict: 'unknown', unknown: [AN_UNKNOWN] }))).not.toContain('p.approve');
  });

  it('do not trust the verdict alone: an UNKNOWN under a clean verdict still blocks', () => {
    const message = renderer.root(aRollout({ preflight: aReport({ unknown: [AN_UNKNOWN] }) }), aContext());

    expect(verbs(message)).not.toContain('p.approve');
    expect(shown(message)).toContain('UNKNOWN (blocks)');
  });

  it('are bound to the rollout, the whole plan hash and the halt', () => {
    const value = JSON.parse(
      buttons(renderer.haltCard(aHaltedRollout(), aContext(), true))[0]!.value!,
    ) as ButtonValue;

    expect(value).toEqual({ r: 'R-7K2QX', g: 'prod/workers', p: PLAN_HASH, h: 'H3' });
  });

  it('carry a block id that changes with the story', () => {
    const rowId = (n: number): string | undefined => {
      const rollout = aRollout({ story: [{ n, at: T0, kind: 'requested' }] });
      return (renderer.root(rollout, aContext()).blocks as KnownBlock[]).find(
        ({ type }) => type === 'actions',
      )?.block_id;
    };

    expect(rowId(1)).toBe('p.R-7K2QX.1');
    expect(rowId(2)).toBe('p.R-7K2QX.2');
  });

  it('of a halt card are Resume, Retry, Roll back and Abort, and none once it was answered', () => {
    expect(verbs(renderer.haltCard(aHaltedRollout(), aContext(), true))).toEqual([
      'p.resume',
      'p.retry',
      'p.rollback',
      'p.abort',
    ]);
    expect(verbs(renderer.haltCard(aHaltedRollout(), aContext(), false))).toEqual([]);
  });

  it('that decide a halt stand on the card alone, not on the root', () => {
    expect(verbs(renderer.root(aHaltedRollout(), aContext()))).toEqual(['p.details']);
  });

  it('of an ended rollout decide nothing', () => {
    for (const name of [
      'succeeded',
      'rolled-back',
      'rollback-incomplete',
      'aborted',
      'rejected',
      'expired',
      'stale-plan',
      'cancelled',
      'refused',
    ]) {
      for (const verb of verbs(renderer.root(ROOTS[name]!, aContext())))
        expect(['p.details', 'p.report']).toContain(verb);
    }
  });

  it('that cannot be taken back ask again first', () => {
    const live = [
      ...buttons(renderer.haltCard(aHaltedRollout(), aContext(), true)),
      ...buttons(renderer.root(ROOTS['running']!, aContext())),
    ];

    for (const { action_id: id, confirm } of live) {
      expect({ id, asks: confirm !== undefined }).toEqual({
        id,
        asks: id === 'p.abort' || id === 'p.rollback',
      });
    }
  });

  it('say to screen readers what they do to which rollout', () => {
    const labels = Object.values(ROOTS).flatMap((rollout) => buttons(renderer.root(rollout, aContext())));

    expect(labels.length).toBeGreaterThan(20);
    for (const { accessibility_label: label } of labels) expect(label).toMatch(/: R-7K2QX on prod workers$/u);
  });
});

describe('what is said', () => {
  it('every halt message prints the brake', () => {
    const brake = aContext().brakeCommand;
    const messages = [
      renderer.root(aHaltedRollout({ phase: 'halting' }), aContext()),
      renderer.root(aHaltedRollout(), aContext()),
      renderer.haltCard(aHaltedRollout(), aContext(), true),
      renderer.story({ n: 2, at: T0, kind: 'halting' }, aHaltedRollout(), aContext())!.message,
      renderer.story({ n: 2, at: T0, kind: 'halted' }, aHaltedRollout(), aContext())!.message,
    ];

    for (const message of messages) expect(shown(message)).toContain(brake);
  });

  it('names a phase as everybody else does', () => {
    for (const rollout of Object.values(ROOTS)) {
      const name = rollout.phase.toUpperCase().replaceAll('-', '_');
      expect(shown(renderer.root(rollout, aContext()).blocks[0]!)).toContain(name);
    }
  });

  it('says in the text alone what is going on, as a sentence with the rollout in it', () => {
    for (const rollout of Object.values(ROOTS)) {
      expect(renderer.root(rollout, aContext()).text).toMatch(/^R-7K2QX prod\/workers: .{10,}[.…]$/u);
    }
  });

  it('puts words beside every sign', () => {
    for (const rollout of Object.values(ROOTS)) {
      expect(shown(renderer.root(rollout, aContext()))).not.toMatch(/:[a-z_]+:(?! \*?[A-Z])/u);
    }
  });

  it('tells which AMI and kubelet every node runs, and what nobody judged', () => {
    const rollout = { ...ROOTS['succeeded']!, report: aFinalReport(24) };

    const said = shown(renderer.story({ n: 9, at: T0, kind: 'succeeded' }, rollout, aContext())!.message);

    for (const { node } of rollout.report.nodes) expect(said).toContain(node);
    expect(said).toContain('ami-0new');
    expect(said).toContain('v1.33.4-eks-99d6cc0');
    expect(said).toContain('requests were not judged');
  });

  it('names every node of a group too big for a table, under its AMI', () => {
    const rollout = { ...ROOTS['succeeded']!, report: aFinalReport(50) };
    const big = { ...ROOTS['succeeded']!, report: aFinalReport(2_000) };

    const said = renderer.story({ n: 9, at: T0, kind: 'succeeded' }, rollout, aContext())!.message;
    const saidOfBig = shown(renderer.story({ n: 9, at: T0, kind: 'succeeded' }, big, aContext())!.message);

    for (const { node } of rollout.report.nodes) expect(shown(said)).toContain(node);
    expect(saidOfBig).toMatch(/2000 nodes on `ami-0new`/u);
    expect(saidOfBig).toMatch(/and \d+ more: see Details/u);
    expect(shown(renderer.detailsView(big, aContext()))).toContain(big.report.nodes.at(-1)!.node);
  });

  it('names the nodes that do not run the release', () => {
    const report = aFinalReport(3);
    const nodes = report.nodes.map((node, index) =>
      index === 1 ? { ...node, onRelease: false, imageId: 'ami-0old' } : node,
    );
    const rollout = { ...ROOTS['succeeded']!, report: { ...report, nodes } };

    const outcome = renderer.story({ n: 9, at: T0, kind: 'succeeded' }, rollout, aContext())!;

    expect(outcome.broadcast).toBe(true);
    expect(shown(outcome.message)).toContain(`Not on the release:* \`${nodes[1]!.node}\` (\`ami-0old\`)`);
  });

  it('broadcasts halts, pauses and unclean ends, and nothing else', () => {
    const broadcast = (kind: string, rollout = aRollout()): boolean | undefined =>
      renderer.story({ n: 2, at: T0, kind } as Parameters<typeof renderer.story>[0], rollout, aContext())
        ?.broadcast;

    expect(broadcast('halted', aHaltedRollout())).toBe(true);
    expect(broadcast('paused', ROOTS['paused'])).toBe(true);
    expect(broadcast('aborted', ROOTS['aborted'])).toBe(true);
    expect(broadcast('succeeded', ROOTS['succeeded'])).toBe(false);
    expect(broadcast('preflight-passed')).toBe(false);
    expect(broadcast('requested')).toBe(undefined);
  });

  it('tells one line for five nodes of a big group, and a line for each of a small one', () => {
    const event = (index: number, of: number) =>
      ({
        n: index,
        at: T0,
        kind: 'node-replaced',
        node: nodeName(index),
        index,
        of,
        zone: 'a',
        movedPods: 2,
        seconds: 60 + index,
      }) as const;
    const story = Array.from({ length: 20 }, (_, index) => event(index + 1, 120));
    const rollout = aRollout({ story });

    const lines = story
      .map((one) => renderer.story(one, rollout, aContext()))
      .filter((line) => line !== undefined);

    expect(lines).toHaveLength(4);
    expect(shown(lines[1]!.message)).toContain('6..10/120 replaced* · 5 nodes · 10 pods moved');
    expect(renderer.story(event(3, 24), aRollout(), aContext())).toBeDefined();
  });

  it('collapses thousands of findings to tens of lines, and keeps them countable', () => {
    const findings = Array.from({ length: 3_000 }, (_, index) => ({
      ...A_WARNING,
      id: 'no-graceful-stop',
      objects: [`Pod/shop/cart-${index}`, `Deployment/shop/app-${index % 40}`],
    }));
    const report = aReport({ verdict: 'warnings', findings });

    const message = renderer.root(aRollout({ preflight: report }), aContext());
    const lines = (message.blocks as KnownBlock[])
      .flatMap((block) => (block.type === 'section' ? [block.text?.text ?? ''] : []))
      .join('\n')
      .split('\n');

    expect(lines.length).toBeLessThan(40);
    expect(shown(message)).toContain('3000 times');
    expect(shown(message)).toContain('… and 72 more');
    expect(shown(message)).toContain('… and 37 more workloads');
    expect(shown(renderer.preflightView(report, 'prod / workers'))).toContain('Pod/shop/cart-2999');
  });

  it('says once what left many checks without an answer, and never hides that there is more', () => {
    const unknown = Array.from({ length: 35 }, (_, index) => ({
      id: `check-${index}`,
      reason: index < 28 ? 'group could not be read: no answer' : `reading ${index} failed`,
      objects: [],
    }));
    const report = aReport({ verdict: 'unknown', unknown });

    const message = shown(renderer.root(aRollout({ phase: 'blocked', preflight: report }), aContext()));

    expect(message.match(/group could not be read/gu)).toHaveLength(1);
    expect(message).toContain('`check-0`, `check-1`');
    expect(message).toContain('3 more reasons');
    const full = shown(renderer.preflightView(report, 'prod / workers'));
    expect(full).toContain('reading 34 failed');
    expect(full).toContain('`check-27`');
  });

  it('does not show a vote for another plan as a vote', () => {
    const old = { by: { id: 'U0CAT', name: 'Cat' }, at: T0, planHash: 'another' };

    const said = shown(renderer.root(aRollout({ approvals: [old] }), aContext()));

    expect(said).toContain('approvals 0 of 2');
    expect(said).not.toContain('U0CAT');
  });
});
