interface QuotaCodes {
  /** Absent: the kind is not sold in this way. */
  readonly spot?: string;
  readonly onDemand: string;
}

const STANDARD: QuotaCodes = { onDemand: 'L-1216C47A', spot: 'L-34B43A08' };
const G_AND_VT: QuotaCodes = { onDemand: 'L-DB2E81BA', spot: 'L-3819A6DF' };

/** By the letters that types begin with. Codes: EC2 user guide, "On-Demand Instance quotas" and "Spot Instance quotas". */
const CODES: ReadonlyMap<string, QuotaCodes> = new Map([
  ...['a', 'c', 'd', 'h', 'i', 'im', 'is', 'm', 'r', 't', 'z'].map((kind) => [kind, STANDARD] as const),
  ['g', G_AND_VT],
  ['gr', G_AND_VT],
  ['vt', G_AND_VT],
  ['dl', { onDemand: 'L-6E869C2A', spot: 'L-85EED4F7' }],
  ['f', { onDemand: 'L-74FC7D96', spot: 'L-88CF9481' }],
  ['hpc', { onDemand: 'L-F7808C92' }],
  ['inf', { onDemand: 'L-1945791B', spot: 'L-B5D1601B' }],
  ['p', { onDemand: 'L-417A185B', spot: 'L-7212CCBC' }],
  ['trn', { onDemand: 'L-2C3B7624', spot: 'L-6B0D517C' }],
  ['u', { onDemand: 'L-43DA4232' }],
  ['x', { onDemand: 'L-7295265B', spot: 'L-E3A00192' }],
]);

/** The code of the vCPU quota that an instance counts against; undefined for a kind that is not known. */
export function vcpuQuotaCode(instanceType: string, market: 'spot' | 'on-demand'): string | undefined {
  const [letters = ''] = /^[a-z]+/.exec(instanceType) ?? [];
  const codes = CODES.get(letters);
  return market === 'spot' ? codes?.spot : codes?.onDemand;
}
