import { claimKey } from '../../../core/health/gate-record.ts';
import { chartLines, chartsOf } from '../../../core/health/window-chart.ts';
import type { Rollout } from '../../../core/rollout/rollout.ts';
import { codeBlock } from './inert.ts';
import { section } from './parts.ts';

const CHARTS_MAX = 3;
const CHART_CHARACTERS_MAX = 700;

/** Pictures of what the health gate decided by: patched pods against the others, a column a look. */
export function gateCharts(
  rollout: Rollout,
  reasons: readonly string[],
): readonly ReturnType<typeof section>[] {
  const { gate, active } = rollout;
  // A record of another node is no evidence of this one.
  const own = gate && active && gate.claim !== claimKey(active) ? undefined : gate;
  return chartsOf(own, reasons)
    .slice(0, CHARTS_MAX)
    .map((chart) => section(codeBlock(chartLines(chart).join('\n'), CHART_CHARACTERS_MAX)));
}
