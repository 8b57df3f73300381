import { describe, expect, it } from 'vitest';
import { blockKitRenderer as renderer } from '../../../../src/adapters/slack/block-kit-renderer.ts';
import { chartBlock } from '../../../../src/adapters/slack/views/chart-block.ts';
import { measured } from '../../../../src/core/health/measured.ts';
import { chartsOf } from '../../../../src/core/health/window-chart.ts';
import { validateMessage } from '../../../../src/sandbox/slack/limits/validate-message.ts';
import { CHECKOUT, cohort, evaluations } from '../../../core/health/a-window.ts';
import { aContext, aRollout } from '../a-rollout.ts';
import { aGateRecord, haltedByErrors, RULE_F } from '../a-rollout-halted-by-errors.ts';

const BAD_DAY = `${CHECKOUT}: errors 10 % (160 of 1,600 requests) in all, the limit is 1.2 %, 0.33 % before the rollout, 5 evaluations in a row.`;

describe('the picture in the halt card', () => {
  it('has both cohorts, the limit, and the verdict at its end, as a chart of Slack and in text', () => {
    const card = renderer.haltCard(haltedByErrors(), aContext(), true);
    const chart = card.blocks.find((block) => 'chart' in block);

    expect(chart).toMatchObject({
      type: 'data_visualization',
      title: 'Errors, % · shop/checkout',
      chart: {
        type: 'line',
        axis_config: { categories: ['-3:00', '-2:30', '-2:00', '-1:30', '-1:00', '-0:30', '0:00'] },
        series: [
          { name: 'patched', data: expect.arrayContaining([{ label: '0:00', value: 10 }]) as unknown },
          { name: 'others', data: expect.arrayContaining([{ label: '0:00', value: 0.333 }]) as unknown },
          { name: 'limit', data: expect.arrayContaining([{ label: '0:00', value: 0.833 }]) as unknown },
        ],
      },
    });
    const text = JSON.stringify(card);
    expect(text).toContain('Deployment/shop/checkout, errors, 9 looks in 4 min, █ is 10 %');
    expect(text).toMatch(/patched ··▁▁▁████ 10 %/);
    expect(text).toMatch(/others {2}▁{9} 0\.33 %/);
    expect(text).toMatch(/limit {3}▂{9} 0\.83 %/);
    expect(validateMessage(JSON.parse(text) as Parameters<typeof validateMessage>[0])).toMatchObject({
      ok: true,
    });
  });

  it('shows the whole workload and its limit where all pods suffer alike', () => {
    const bad = { patched: cohort(2, { n: 400, bad: 40 }), unpatched: cohort(6, { n: 1_200, bad: 120 }) };
    const [chart] = chartsOf(aGateRecord(evaluations({ times: 5, ...bad })), [BAD_DAY]);

    expect(chart?.rows.map(({ name }) => name)).toEqual(['all', 'limit']);
    expect(chart?.rows.map(({ shares }) => shares.at(-1))).toEqual([0.1, 0.012]);
  });

  it('shows it as well where the source knows no pods', () => {
    const none = { kind: 'not-offered', why: 'the source knows no pods' } as const;
    const whole = measured({ n: 1_000, bad: 30 });
    const looks = evaluations({ times: 5, patched: cohort(2, none), unpatched: cohort(6, none), whole });
    const [chart] = chartsOf(aGateRecord(looks), [BAD_DAY]);

    expect(chart?.rows[0]).toEqual({ name: 'all', shares: [0.03, 0.03, 0.03, 0.03, 0.03] });
  });

  it('is text alone where there are not two looks to draw, and takes the newest twenty', () => {
    const [short] = chartsOf(aGateRecord(evaluations({ times: 1 })), [RULE_F]);
    const [long] = chartsOf(aGateRecord(evaluations({ times: 60 })), [RULE_F]);

    expect(short && chartBlock(short)).toBeUndefined();
    expect(long && chartBlock(long)?.chart.axis_config.categories).toHaveLength(20);
    expect(long && chartBlock(long)?.chart.axis_config.categories.at(-1)).toBe('0:00');
  });
});

it('an approval shows what requests will be judged by', () => {
  const { plan, ...rollout } = aRollout();
  const gate = ['http_requests_total by code for 2 workloads', 'requests of <!channel> are not judged: x'];
  const shown = JSON.stringify(
    renderer.root({ ...rollout, ...(plan ? { plan: { ...plan, gate } } : {}) }, aContext()),
  );

  expect(shown).toContain(
    '*Health gate*\\nhttp_requests_total by code for 2 workloads; requests of &lt;!channel',
  );
});
