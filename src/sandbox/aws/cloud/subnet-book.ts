import type { WorldClock } from '../../clock.ts';

export interface Subnet {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly zoneId: string;
  /** `10.0.0.0/20` */
  readonly cidr: string;
  readonly tags: Map<string, string>;
  /** Addresses that pods and others hold, beside instances. */
  heldByOthers: number;
}

/** AWS keeps the first four addresses and the last one of every subnet. */
const RESERVED_LOW = 4;
const RESERVED_HIGH = 1;

/** The subnets and who holds which of their addresses. */
export class SubnetBook {
  readonly #clock: WorldClock;
  readonly #restMs: number;
  readonly #subnets = new Map<string, Subnet>();
  readonly #taken = new Map<string, Set<string>>();
  readonly #resting = new Map<string, Map<string, number>>();

  /** `restMs`: world ms that a released address rests before it is given out again. */
  constructor(clock: WorldClock, restMs: number) {
    this.#clock = clock;
    this.#restMs = restMs;
  }

  add(subnet: Subnet): void {
    this.#subnets.set(subnet.subnetId, subnet);
    this.#taken.set(subnet.subnetId, new Set());
    this.#resting.set(subnet.subnetId, new Map());
  }

  get(subnetId: string): Subnet | undefined {
    return this.#subnets.get(subnetId);
  }

  all(): readonly Subnet[] {
    return [...this.#subnets.values()];
  }

  zones(): readonly string[] {
    return [...new Set(this.all().map(({ zone }) => zone))].toSorted();
  }

  free(subnet: Subnet): number {
    const taken = this.#taken.get(subnet.subnetId)?.size ?? 0;
    return Math.max(0, sizeOf(subnet.cidr) - RESERVED_LOW - RESERVED_HIGH - taken - subnet.heldByOthers);
  }

  /** The lowest address that is free and rested; undefined if the subnet is full. */
  take(subnet: Subnet): string | undefined {
    const taken = this.#taken.get(subnet.subnetId);
    if (!taken || this.free(subnet) === 0) return undefined;
    const end = sizeOf(subnet.cidr) - RESERVED_HIGH;
    const resting = this.#restingNow(subnet.subnetId);
    let rested: string | undefined;
    for (let host = RESERVED_LOW; host < end; host++) {
      const address = addressAt(subnet.cidr, host);
      if (taken.has(address)) continue;
      rested ??= address;
      if (resting.has(address)) continue;
      taken.add(address);
      return address;
    }
    // Nothing but resting addresses is left: then rest is a luxury.
    if (rested !== undefined) taken.add(rested);
    return rested;
  }

  release(subnetId: string, address: string): void {
    if (this.#taken.get(subnetId)?.delete(address)) {
      this.#resting.get(subnetId)?.set(address, this.#clock.now() + this.#restMs);
    }
  }

  #restingNow(subnetId: string): ReadonlyMap<string, number> {
    const resting = this.#resting.get(subnetId) ?? new Map<string, number>();
    const now = this.#clock.now();
    for (const [address, until] of resting) if (until <= now) resting.delete(address);
    return resting;
  }
}

function sizeOf(cidr: string): number {
  return 2 ** (32 - Number(cidr.split('/')[1]));
}

function addressAt(cidr: string, host: number): string {
  const base = (cidr.split('/')[0] ?? '').split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const value = base + host;
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
