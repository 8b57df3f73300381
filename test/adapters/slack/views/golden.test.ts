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
async function expectGolden(name: string, shown: unknown): Promise<void> {
  await expect(`${JSON.stringify(shown, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
}

describe('the golden messages', () => {
  it.each(Object.entries(ROOTS))('draws the root message of: %s', async (name, rollout) => {
    await expectGolden(`root-${name}`, renderer.root(rollout, aContext()));
  });

  it('draws the halt card, live and answered', async () => {
    await expectGolden('halt-card', renderer.haltCard(aHaltedRollout(), aContext(), true));
    await expectGolden('halt-card-answered', renderer.haltCard(aHaltedRollout(), aContext(), false));
  });

  it('draws the pause card', async () => {
    await expectGolden('pause-card', renderer.haltCard(ROOTS['paused']!, aContext(), true));
  });

  it('draws the report of a dry run, and in full', async () => {
    const report = aReport({ verdict: 'blockers', findings: [A_BLOCKER, A_WARNING], unknown: [AN_UNKNOWN] });

    await expectGolden('preflight', renderer.preflight(report, 'prod / workers: dry run'));
    await expectGolden('preflight-view', renderer.preflightView(report, 'prod / workers'));
  });

  it('draws the details of a rollout', async () => {
    await expectGolden(
      'details-view',
      renderer.detailsView(aRollout({ phase: 'running', results: results(2) }), aContext()),
    );
  });

  it('draws the home of the app', async () => {
    await expectGolden('home-view', homeView());
  });

  it('draws an answer and a refusal', async () => {
    await expectGolden(
      'reply-ok',
      renderer.reply({
        code: 'ok',
        what: 'Planning R-7K2QX.',
        links: [{ label: 'R-7K2QX', url: 'https://acme.slack.com/archives/C1/p1' }],
      }),
    );
    await expectGolden(
      'reply-refusal',
      renderer.reply({
        code: 'E-GROUP',
        what: 'There is no node group `worker` in prod.',
        why: 'prod has workers, gpu and system.',
        next: 'Did you mean workers?',
        suggestions: ['/patch prod workers'],
        details: ['workers: 6 nodes', 'gpu: 2 nodes'],
      }),
    );
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

    await expectGolden(
      `story-${kind}`,
      renderer.story(event, aRollout({ approvals: [anApproval] }), aContext()),
    );
  });

  it('draws the halting line with the brake', async () => {
    await expectGolden(
      'story-halting',
      renderer.story({ n: 2, at: T0, kind: 'halting' }, aHaltedRollout(), aContext()),
    );
  });

  it('draws the final report with the image and the kubelet of every node', async () => {
    const rollout = { ...ROOTS['succeeded']!, report: aFinalReport(3) };

    await expectGolden(
      'story-succeeded',
      renderer.story({ n: 9, at: T0, kind: 'succeeded' }, rollout, aContext()),
    );
  });
});
