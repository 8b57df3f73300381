import type { TimeScaleConfig } from './config.ts';
import type { Problem } from './problem.ts';

/** `1`, or `20@2026-01-01T00:00:00Z`: twenty times as fast as real time from that instant on. */
export function readTimeScale(text: string | undefined, problems: Problem[]): TimeScaleConfig {
  const [factor, instant] = (text ?? '1').split('@');
  const scale = Number(factor);
  const anchor = instant === undefined ? 0 : Date.parse(instant);
  const valid = scale > 0 && Number.isFinite(scale) && Number.isFinite(anchor);
  if (valid && (scale === 1 || instant !== undefined)) return { scale, anchor };
  problems.push({
    path: 'DROVER_TIME_SCALE',
    message: 'must be 1, or a factor and an instant such as 20@2026-01-01T00:00:00Z',
  });
  return { scale: 1, anchor: 0 };
}

/** The same of a process's environment. Throws what is wrong with it. */
export function parseTimeScale(env: Readonly<Record<string, string | undefined>>): TimeScaleConfig {
  const problems: Problem[] = [];
  const time = readTimeScale(env['DROVER_TIME_SCALE']?.trim() || undefined, problems);
  for (const { path, message } of problems) throw new Error(`${path}: ${message}`);
  return time;
}
