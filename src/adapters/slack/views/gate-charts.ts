import type { SectionBlock } from '@slack/types';
import { chartLines } from '../../../core/health/chart-lines.ts';
import { claimKey } from '../../../core/health/gate-record.ts';
import { chartsOf, quietChart } from '../../../core/health/window-chart.ts';
import type { WindowChart } from '../../../core/health/window-chart.ts';
import type { Rollout } from '../../../core/rollout/rollout.ts';
import { chartBlock } from './chart-block.ts';
import type { ChartBlock } from './chart-block.ts';
import { codeBlock } from './inert.ts';
import { section } from './parts.ts';

/** Slack takes two of its charts in a message; the others are lines of text alone. */
const BLOCKS_MAX = 2;
const CHARTS_MAX = 3;
const CHART_CHARACTERS_MAX = 900;

/**
 * Pictures of what the health gate decided by: both cohorts over the window, the limit, and the verdict at the end. Each as Slack's chart
 * and as lines of text, which stay where a workspace takes no charts and where nobody sees them.
 */
export function gateCharts(
  rollout: Rollout,
  reasons: readonly string[],
): readonly (SectionBlock | ChartBlock)[] {
  const { gate, active } = rollout;
  // A record of another node is no evidence of this one.
  const own = gate && active && gate.claim !== claimKey(active) ? undefined : gate;
  return chartsOf(own, reasons).slice(0, CHARTS_MAX).flatMap(drawn);
}

/** Of the last node's window, for the report of a rollout that ended well. */
export function quietCharts({ gate }: Rollout): readonly (SectionBlock | ChartBlock)[] {
  const chart = quietChart(gate);
  return chart ? drawn(chart, 0) : [];
}

function drawn(chart: WindowChart, index: number): readonly (SectionBlock | ChartBlock)[] {
  const block = index < BLOCKS_MAX ? chartBlock(chart) : undefined;
  const lines = section(codeBlock(chartLines(chart).join('\n'), CHART_CHARACTERS_MAX));
  return block ? [block, lines] : [lines];
}
