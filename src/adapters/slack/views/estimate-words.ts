import type { Prediction } from '../../../core/preflight/preflight-report.ts';

/** `about 58 min (p50), 84 min (p90)`. */
export function estimateWords(prediction: Prediction | null): string {
  if (prediction === null) return 'no estimate: the drain could not be simulated';
  const { p50, p90 } = prediction.minutes;
  return `about ${Math.round(p50)} min (p50), ${Math.round(p90)} min (p90)`;
}
