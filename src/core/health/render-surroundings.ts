import type { FiringAlert } from './firing-alert.ts';
import { NODE_METRICS, NODE_RULES } from './gate-rules.ts';
import type { NodeMetric } from './gate-rules.ts';
import type { Measured } from './measured.ts';
import type { NodeUse } from './node-use.ts';
import { percent } from './number-words.ts';

/** What a source says beside the workloads; undefined: there is nothing to ask it about. */
export interface FoundSurroundings {
  readonly alerts?: Measured<readonly FiringAlert[]>;
  readonly nodes?: Measured<readonly NodeUse[]>;
}

/** Alerts that are named; the rest is counted. */
const NAMED_MAX = 5;

/** In one line each: which alerts fire already, how busy nodes are, and what of that will not be judged and why. */
export function renderSurroundings({ alerts, nodes }: FoundSurroundings): readonly string[] {
  return [...(alerts ? [alertLine(alerts)] : []), ...(nodes ? nodeLines(nodes) : [])];
}

function alertLine(alerts: Measured<readonly FiringAlert[]>): string {
  if (alerts.kind !== 'measured') return `alerts are not judged: ${alerts.why}`;
  if (alerts.value.length === 0) return 'new alerts pause: none fires now';
  const more = alerts.value.length - NAMED_MAX;
  const names = alerts.value.slice(0, NAMED_MAX).map(({ shown }) => shown);
  const rest = more > 0 ? ` and ${more} more` : '';
  return `new alerts pause; not those that fire already: ${names.join(', ')}${rest}`;
}

function nodeLines(nodes: Measured<readonly NodeUse[]>): readonly string[] {
  if (nodes.kind !== 'measured') return [`CPU of nodes is not judged: ${nodes.why}`];
  const told = NODE_METRICS.flatMap((metric) => {
    const worst = worstOf(nodes.value, metric);
    return worst === undefined ? [] : [`${NODE_RULES[metric].words} up to ${percent(worst)}`];
  });
  const untold = NODE_METRICS.filter((metric) => worstOf(nodes.value, metric) === undefined);
  return [
    `nodes: ${told.join(', ')}`,
    ...(untold.length > 0 ? [`of nodes the source does not tell ${untold.join(', ')}`] : []),
  ];
}

function worstOf(nodes: readonly NodeUse[], metric: NodeMetric): number | undefined {
  const known = nodes.flatMap(({ shares }) => (shares[metric] === undefined ? [] : [shares[metric]]));
  return known.length === 0 ? undefined : Math.max(...known);
}
