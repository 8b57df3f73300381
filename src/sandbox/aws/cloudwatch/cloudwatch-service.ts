import type { CloudState } from '../cloud/cloud-state.ts';
import { onEverything } from '../iam/authorization.ts';
import { AwsError } from '../wire/aws-error.ts';
import { flag, instant, integer, list, required, structure, text } from '../wire/fields.ts';
import type { InputOf } from '../wire/fields.ts';
import { jsonProtocol } from '../wire/json-protocol.ts';
import { operation } from '../wire/operation.ts';
import { operationsByName, type Service } from '../wire/service.ts';
import { jsonWords } from '../wire/service-words.ts';
import type { OutputObject } from '../wire/tree.ts';

const QUERIES_MAX = 500;
const DIMENSIONS_MAX = 30;

const metricStat = {
  Metric: required(
    structure({
      Namespace: required(text({ min: 1, max: 255 })),
      MetricName: required(text({ min: 1, max: 255 })),
      Dimensions: list(
        structure({
          Name: required(text({ min: 1, max: 255 })),
          Value: required(text({ min: 1, max: 1024 })),
        }),
        { max: DIMENSIONS_MAX },
      ),
    }),
  ),
  Period: required(integer({ min: 1 })),
  Stat: required(text({ min: 1 })),
};

const query = {
  Id: required(text({ min: 1, max: 255, pattern: /^[a-z][a-zA-Z0-9_]*$/ })),
  MetricStat: required(structure(metricStat)),
  Label: text(),
  ReturnData: flag(),
};

const getMetricData = operation({
  name: 'GetMetricData',
  access: 'read',
  parameters: {
    MetricDataQueries: required(list(structure(query), { max: QUERIES_MAX })),
    StartTime: required(instant()),
    EndTime: required(instant()),
    ScanBy: text({ oneOf: ['TimestampAscending', 'TimestampDescending'] }),
  },
  authorize: () => [onEverything('cloudwatch:GetMetricData')],
  run({ MetricDataQueries, StartTime: from, EndTime: to, ScanBy }, { cloud }) {
    if (from >= to)
      throw new AwsError(
        'ValidationError',
        'The parameter StartTime must be less than the parameter EndTime.',
      );
    const ascending = ScanBy === 'TimestampAscending';
    return {
      MetricDataResults: MetricDataQueries.map((one) => resultOf(one, { from, to, ascending }, cloud)),
      Messages: [],
    };
  },
});

interface Times {
  readonly from: number;
  readonly to: number;
  readonly ascending: boolean;
}

function resultOf(
  { Id, Label, MetricStat }: InputOf<typeof query>,
  { from, to, ascending }: Times,
  { metrics }: CloudState,
): OutputObject {
  const { Metric, Period, Stat } = MetricStat;
  const dimensions = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
  const points = metrics.read(
    { namespace: Metric.Namespace, metric: Metric.MetricName, dimensions },
    { stat: Stat, periodMs: Period * 1_000, from, to },
  );
  if (!points) throw new AwsError('ValidationError', `The statistic ${Stat} is none that the sandbox knows.`);
  const told = ascending ? points : points.toReversed();
  return {
    Id,
    Label: Label ?? Metric.MetricName,
    Timestamps: told.map(({ at }) => new Date(at)),
    Values: told.map(({ value }) => value),
    StatusCode: 'Complete',
  };
}

/** In signatures it is called `monitoring`, in policies `cloudwatch`. */
export const CLOUDWATCH: Service = {
  name: 'monitoring',
  protocol: jsonProtocol('GraniteServiceVersion20100801', '1.0'),
  words: jsonWords({ malformedCode: 'ValidationError', signatureStatus: 403 }),
  operations: operationsByName(getMetricData),
};
