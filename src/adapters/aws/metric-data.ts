import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type {
  CloudWatchClient,
  MessageData,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { measured } from '../../core/health/measured.ts';
import type { Measured } from '../../core/health/measured.ts';
import { toPortError } from './to-port-error.ts';

/** One metric of CloudWatch, in points of a minute. */
export interface MetricQuery {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Sum`, `p99`, `PR(:0.5)`. */
  readonly stat: string;
}

export interface MetricPoint {
  /** The beginning of its minute, epoch ms. */
  readonly at: number;
  readonly value: number;
}

/** Epoch ms; the end is not included. */
export interface MetricTimes {
  readonly from: number;
  readonly to: number;
}

/** Every call is cut after this, its retries included. engine.md 2.3. */
const CALL_DEADLINE_MS = 10_000;

export const PERIOD_MS = 60_000;

/** What one call takes. */
const QUERIES_A_CALL_MAX = 500;

/** Pages of one call: far more than an hour of minutes needs. */
const PAGES_MAX = 20;

/** The points of each query, oldest first, in the order of the queries. Whatever is not whole is an error. Throws PortError. */
export async function readMetricData(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  times: MetricTimes,
): Promise<Measured<readonly (readonly MetricPoint[])[]>> {
  const answers: (readonly MetricPoint[])[] = [];
  for (let first = 0; first < queries.length; first += QUERIES_A_CALL_MAX) {
    const part = queries.slice(first, first + QUERIES_A_CALL_MAX);
    const results = await readPart(client, part, times);
    if (results.kind !== 'measured') return results;
    answers.push(...part.map((_, index) => pointsOf(results.value, idOf(index))));
  }
  const wrong = answers.flat().find(({ value }) => !Number.isFinite(value) || value < 0);
  return wrong
    ? { kind: 'error', why: `it answered ${wrong.value} where a count was asked for` }
    : measured(answers);
}

async function readPart(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  { from, to }: MetricTimes,
): Promise<Measured<readonly MetricDataResult[]>> {
  const results: MetricDataResult[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const command = new GetMetricDataCommand({
      MetricDataQueries: queries.map(queryOf),
      StartTime: new Date(from),
      EndTime: new Date(to),
      ScanBy: 'TimestampAscending',
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await client
      .send(command, { abortSignal: AbortSignal.timeout(CALL_DEADLINE_MS) })
      .catch((error: unknown) => {
        throw toPortError('cloudwatch:GetMetricData', error);
      });
    results.push(...(answer.MetricDataResults ?? []));
    token = answer.NextToken;
    if (token === undefined) return complete(results, answer.Messages ?? []);
  }
  return { kind: 'error', why: `its answer has more than ${PAGES_MAX} pages` };
}

/** A part of the truth is none. On all pages but the last a result may say that more of it follows. */
function complete(
  results: readonly MetricDataResult[],
  messages: readonly MessageData[],
): Measured<readonly MetricDataResult[]> {
  const last = new Map(results.map((result) => [result.Id, result]));
  const bad = [...last.values()].find(({ StatusCode }) => StatusCode !== 'Complete');
  if (bad)
    return {
      kind: 'error',
      why: `it answered ${bad.StatusCode ?? 'no status'} for ${bad.Label ?? bad.Id ?? ''}`,
    };
  const [message] = messages;
  if (message)
    return { kind: 'error', why: `its answer has a message: ${message.Code ?? ''} ${message.Value ?? ''}` };
  return measured(results);
}

function queryOf({ namespace, metric, dimensions, stat }: MetricQuery, index: number): MetricDataQuery {
  return {
    Id: idOf(index),
    ReturnData: true,
    MetricStat: {
      Stat: stat,
      Period: PERIOD_MS / 1_000,
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
    },
  };
}

/** Ids must begin with a lower-case letter. */
function idOf(index: number): string {
  return `q${index}`;
}

function pointsOf(results: readonly MetricDataResult[], id: string): readonly MetricPoint[] {
  return results
    .filter(({ Id }) => Id === id)
    .flatMap(({ Timestamps = [], Values = [] }) =>
      Timestamps.map((at, index) => ({ at: at.getTime(), value: Values[index] ?? Number.NaN })),
    );
}
