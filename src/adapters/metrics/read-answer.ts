import { z } from 'zod';
import { measured } from '../../core/health/measured.ts';
import type { Measured } from '../../core/health/measured.ts';

/** What an endpoint of Prometheus' HTTP API sent. */
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Oldest first; an instant query has one. NaN and infinities are kept: whoever reads them decides. */
  readonly points: readonly { readonly seconds: number; readonly value: number }[];
}

type ResultType = 'vector' | 'matrix';

const point = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string()).default({});
const answerSchema = z.object({
  status: z.string(),
  error: z.string().optional(),
  warnings: z.array(z.string()).optional(),
  data: z
    .object({
      resultType: z.string(),
      result: z.array(
        z.union([
          z.object({ metric: labels, value: point }),
          z.object({ metric: labels, values: z.array(point) }),
          // Parts of a scalar: it is told as a wrong type, not as nonsense.
          z.union([z.number(), z.string()]),
        ]),
      ),
    })
    .optional(),
});

type Answer = z.output<typeof answerSchema>;

/** The first three rules of health-gate.md 4.5: anything but a success of the asked type is an error. */
export function readAnswer(raw: RawAnswer, wanted: ResultType): Measured<readonly Series[]> {
  const parsed = parse(raw.body);
  if (raw.status !== 200)
    return error(`it answered ${raw.status}${parsed?.error ? `: ${parsed.error}` : ''}`);
  if (!parsed) return error('its answer is not that of the Prometheus API');
  if (parsed.status !== 'success') return error(`it answered ${parsed.status}: ${parsed.error ?? ''}`);
  const warning = parsed.warnings?.find((text) => !text.startsWith('PromQL info'));
  // Stores behind a querier warn when they are not heard: a part of the truth is none.
  if (warning !== undefined) return error(`its answer has a warning: ${warning}`);
  if (parsed.data?.resultType !== wanted)
    return error(`it answered with a ${parsed.data?.resultType ?? 'nothing'}, not a ${wanted}`);
  return measured(parsed.data.result.flatMap(seriesOf));
}

/** One number: exactly one series with a finite, non-negative value. An empty answer is `empty`. */
export function oneNumber(answer: Measured<readonly Series[]>, empty: Measured<number>): Measured<number> {
  if (answer.kind !== 'measured') return answer;
  const [first, ...others] = answer.value;
  if (!first) return empty;
  if (others.length > 0) return error(`it answered with ${others.length + 1} series where one was asked for`);
  return plausible(first.points.at(-1)?.value);
}

/** NaN, infinities and negative counts are no numbers of anything. */
export function plausible(value: number | undefined): Measured<number> {
  return value !== undefined && Number.isFinite(value) && value >= 0
    ? measured(value)
    : error(`it answered ${value} where a count was asked for`);
}

function parse(body: string): Answer | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

function seriesOf(one: NonNullable<Answer['data']>['result'][number]): readonly Series[] {
  if (typeof one !== 'object') return [];
  const raw = 'value' in one ? [one.value] : one.values;
  return [{ labels: one.metric, points: raw.map(([seconds, text]) => ({ seconds, value: numberOf(text) })) }];
}

function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return text.trim() === '' ? Number.NaN : Number(text);
}

function error(why: string): { readonly kind: 'error'; readonly why: string } {
  return { kind: 'error', why };
}
