import { arnOf } from '../cloud/cloud-state.ts';
import { onEverything } from '../iam/authorization.ts';
import { AwsError } from '../wire/aws-error.ts';
import { required, text } from '../wire/fields.ts';
import { jsonProtocol } from '../wire/json-protocol.ts';
import { operation } from '../wire/operation.ts';
import { operationsByName, type Service } from '../wire/service.ts';
import { jsonWords } from '../wire/service-words.ts';

const getServiceQuota = operation({
  name: 'GetServiceQuota',
  access: 'read',
  parameters: {
    ServiceCode: required(text({ min: 1, max: 63 })),
    QuotaCode: required(text({ min: 1, max: 128 })),
  },
  authorize: () => [onEverything('servicequotas:GetServiceQuota')],
  run({ ServiceCode, QuotaCode }, { cloud }) {
    const quota = ServiceCode === 'ec2' ? cloud.quotas.get(QuotaCode) : undefined;
    if (!quota)
      throw new AwsError(
        'NoSuchResourceException',
        'The request failed because the specified service or quota does not exist.',
      );
    return {
      Quota: {
        ServiceCode,
        ServiceName: 'Amazon Elastic Compute Cloud (Amazon EC2)',
        QuotaArn: arnOf(cloud, 'servicequotas', `ec2/${quota.code}`),
        QuotaCode: quota.code,
        QuotaName: quota.name,
        Value: quota.value,
        Unit: 'None',
        Adjustable: true,
        GlobalQuota: false,
        UsageMetric: {
          MetricNamespace: 'AWS/Usage',
          MetricName: 'ResourceCount',
          MetricDimensions: {
            Class: quota.usageClass,
            Resource: 'vCPU',
            Service: 'EC2',
            Type: 'Resource',
          },
          MetricStatisticRecommendation: 'Maximum',
        },
        QuotaAppliedAtLevel: 'ACCOUNT',
      },
    };
  },
});

export const SERVICE_QUOTAS: Service = {
  name: 'servicequotas',
  protocol: jsonProtocol('ServiceQuotasV20190624'),
  words: jsonWords({ malformedCode: 'ValidationException', signatureStatus: 400 }),
  operations: operationsByName(getServiceQuota),
};
