/** How many more instances of a type a zone will give; a scenario takes capacity away and gives it back. */
export class CapacityBook {
  #left = new Map<string, number>();

  /** Left out zone or type: all of them. `left`: Infinity for plenty. The narrowest rule counts. */
  set(rule: { readonly zone?: string; readonly instanceType?: string; readonly left: number }): void {
    this.#left.set(key(rule.zone, rule.instanceType), rule.left);
  }

  has(zone: string, instanceType: string): boolean {
    return (this.#left.get(this.#rule(zone, instanceType)) ?? Number.POSITIVE_INFINITY) > 0;
  }

  use(zone: string, instanceType: string): void {
    const rule = this.#rule(zone, instanceType);
    const left = this.#left.get(rule);
    if (left !== undefined) this.#left.set(rule, left - 1);
  }

  clear(): void {
    this.#left.clear();
  }

  #rule(zone: string, instanceType: string): string {
    const rules = [
      key(zone, instanceType),
      key(zone, undefined),
      key(undefined, instanceType),
      key(undefined, undefined),
    ];
    return rules.find((rule) => this.#left.has(rule)) ?? '';
  }
}

function key(zone: string | undefined, instanceType: string | undefined): string {
  return `${zone ?? '*'}/${instanceType ?? '*'}`;
}
