/** A quota of EC2, as Service Quotas describes it. */
export interface Quota {
  readonly code: string;
  readonly name: string;
  /** The class of its usage metric: `Standard/OnDemand`. */
  readonly usageClass: string;
  readonly value: number;
}

/** vCPUs: no story reaches it unless it sets another value. */
const PLENTY = 100_000;

/** The quotas that the sizes of the sandbox's machines count against. */
const KNOWN: readonly Omit<Quota, 'value'>[] = [
  {
    code: 'L-1216C47A',
    name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
    usageClass: 'Standard/OnDemand',
  },
  {
    code: 'L-34B43A08',
    name: 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests',
    usageClass: 'Standard/Spot',
  },
];

/** What the account may run at once; a scenario lowers and raises it. */
export class QuotaBook {
  readonly #values = new Map<string, number>();

  get(code: string): Quota | undefined {
    const known = KNOWN.find((one) => one.code === code);
    return known && { ...known, value: this.#values.get(code) ?? PLENTY };
  }

  set(code: string, value: number): void {
    if (!this.get(code)) throw new Error(`there is no quota ${code}`);
    this.#values.set(code, value);
  }
}
