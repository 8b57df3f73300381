import { describe, expect, it } from 'vitest';
import { blockKitRenderer as renderer } from '../../../../src/adapters/slack/block-kit-renderer.ts';
import { homeView } from '../../../../src/adapters/slack/views/home-view.ts';
import type { StoryBody } from '../../../../src/core/rollout/story-event.ts';
import {
  aContext,
  aFinalReport,
  aHaltedRollout,
  anApproval,
  aReport,
  A_BLOCKER,
  A_WARNING,
  AN_UNKNOWN,
  aRollout,
  bob,
  nodeName,
  results,
  T0,
} from '../a-rollout.ts';
import { ROOTS } from './stories.ts';

/** Run with `-u` to draw the golden files again; the diff is the review. */
function golden(name: string): string {
  return `golden/${name}.json`;
}

function drawn(shown: unknown): string {
  return `${JSON.stringify(shown, null, 2)}\n`;
}

describe('the golden messages', () => {
  it.each(Object.entries(ROOTS))('draws the root message of: %s', async (name, rollout) => {
    await expect(drawn(renderer.root(rollout, aContext()))).toMatchFileSnapshot(golden(`root-${name}`));
  });

  it('draws the halt card, live and answered', async () => {
    await expect(drawn(renderer.haltCard(aHaltedRollout(), aContext(), true))).toMatchFileSnapshot(
      golden('halt-card'),
    );
    await expect(drawn(renderer.haltCard(aHaltedRollout(), aContext(), false))).toMatchFileSnapshot(
      golden('halt-card-answered'),
    );
  });

  it('draws the pause card', async () => {
    await expect(drawn(renderer.haltCard(ROOTS['paused']!, aContext(), true))).toMatchFileSnapshot(
      golden('pause-card'),
    );
  });

  it('draws the report of a dry run, and in full', async () => {
    const report = aReport({ verdict: 'blockers', findings: [A_BLOCKER, A_WARNING], unknown: [AN_UNKNOWN] });

    await expect(drawn(renderer.preflight(report, 'prod / workers: dry run'))).toMatchFileSnapshot(
      golden('preflight'),
    );
    await expect(drawn(renderer.preflightView(report, 'prod / workers'))).toMatchFileSnapshot(
      golden('preflight-view'),
    );
  });

  it('draws the details of a rollout', async () => {
    await expect(
      drawn(renderer.detailsView(aRollout({ phase: 'running', results: results(2) }), aContext())),
    ).toMatchFileSnapshot(golden('details-view'));
  });

  it('draws the home of the app', async () => {
    await expect(drawn(homeView())).toMatchFileSnapshot(golden('home-view'));
  });

  it('draws an answer and a refusal', async () => {
    await expect(
      drawn(
        renderer.reply({
          code: 'ok',
          what: 'Planning R-7K2QX.',
          links: [{ label: 'R-7K2QX', url: 'https://acme.slack.com/archives/C1/p1' }],
        }),
      ),
    ).toMatchFileSnapshot(golden('reply-ok'));
    await expect(
      drawn(
        renderer.reply({
          code: 'E-GROUP',
          what: 'There is no node group `worker` in prod.',
          why: 'prod has workers, gpu and system.',
          next: 'Did you mean workers?',
          suggestions: ['/patch prod workers'],
          details: ['workers: 6 nodes', 'gpu: 2 nodes'],
        }),
      ),
    ).toMatchFileSnapshot(golden('reply-refusal'));
  });

  it.each([
    ['preflight-passed', {}],
    ['preflight-blocked', {}],
    ['voted', { by: bob.id, count: 1, needed: 2 }],
    ['started', { nodes: 6, surge: 1 }],
    ['claimed', { node: nodeName(0), index: 1, canary: true }],
    ['drain-slow', { node: nodeName(0), waitingFor: 'PodDisruptionBudget shop/cart' }],
    [
      'node-replaced',
      {
        node: nodeName(0),
        index: 1,
        of: 6,
        zone: 'eu-west-1a',
        movedPods: 23,
        seconds: 292,
        replacedBy: 'ip-10-9-0-1',
      },
    ],
    ['node-skipped', { node: nodeName(0), index: 1, why: 'it was cordoned by somebody else' }],
    ['canary-passed', { node: nodeName(0) }],
    ['held', { why: 'the API server does not answer.' }],
    ['hold-over', { seconds: 130 }],
    ['resumed', { by: bob.id }],
    ['aborting', { by: bob.id }],
    ['refused', { why: 'Karpenter replaces these nodes.' }],
  ])('draws the line of the thread for: %s', async (kind, body) => {
    const event = { n: 2, at: T0, kind, ...body } as { n: number; at: number } & StoryBody;

    await expect(
      drawn(renderer.story(event, aRollout({ approvals: [anApproval] }), aContext())),
    ).toMatchFileSnapshot(golden(`story-${kind}`));
  });

  it('draws the halting line with the brake', async () => {
    await expect(
      drawn(renderer.story({ n: 2, at: T0, kind: 'halting' }, aHaltedRollout(), aContext())),
    ).toMatchFileSnapshot(golden('story-halting'));
  });

  it('draws the final report with the image and the kubelet of every node', async () => {
    const rollout = { ...ROOTS['succeeded']!, report: aFinalReport(3) };

    await expect(
      drawn(renderer.story({ n: 9, at: T0, kind: 'succeeded' }, rollout, aContext())),
    ).toMatchFileSnapshot(golden('story-succeeded'));
  });
});
