import { expect, it } from 'vitest';
import { vcpuQuotaCode } from '../../../src/adapters/aws/facts/vcpu-quota-codes.ts';

it.each([
  ['m6i.large', 'L-1216C47A', 'L-34B43A08'],
  ['t3.medium', 'L-1216C47A', 'L-34B43A08'],
  ['im4gn.large', 'L-1216C47A', 'L-34B43A08'],
  ['is4gen.large', 'L-1216C47A', 'L-34B43A08'],
  ['inf2.xlarge', 'L-1945791B', 'L-B5D1601B'],
  ['trn1.2xlarge', 'L-2C3B7624', 'L-6B0D517C'],
  ['dl1.24xlarge', 'L-6E869C2A', 'L-85EED4F7'],
  ['g5.xlarge', 'L-DB2E81BA', 'L-3819A6DF'],
  ['vt1.3xlarge', 'L-DB2E81BA', 'L-3819A6DF'],
  ['p4d.24xlarge', 'L-417A185B', 'L-7212CCBC'],
  ['x2gd.large', 'L-7295265B', 'L-E3A00192'],
  ['u-6tb1.56xlarge', 'L-43DA4232', undefined],
  ['u7i-12tb.224xlarge', 'L-43DA4232', undefined],
  ['hpc7a.12xlarge', 'L-F7808C92', undefined],
  ['mac2.metal', undefined, undefined],
])('%s counts against %s on demand, and %s on Spot', (type, onDemand, spot) => {
  expect(vcpuQuotaCode(type, 'on-demand')).toBe(onDemand);
  expect(vcpuQuotaCode(type, 'spot')).toBe(spot);
});
