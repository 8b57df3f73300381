import type { WorldClock } from '../../clock.ts';

export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly type: 'String' | 'StringList' | 'SecureString';
  readonly version: number;
  readonly modifiedAt: number;
}

/** Systems Manager's parameters; every set makes a new version. */
export class ParameterBook {
  readonly #clock: WorldClock;
  readonly #versions = new Map<string, readonly Parameter[]>();

  constructor(clock: WorldClock) {
    this.#clock = clock;
  }

  set(name: string, value: string, type: Parameter['type'] = 'String'): Parameter {
    const earlier = this.#versions.get(name) ?? [];
    const parameter = { name, value, type, version: earlier.length + 1, modifiedAt: this.#clock.now() };
    this.#versions.set(name, [...earlier, parameter]);
    return parameter;
  }

  remove(name: string): void {
    this.#versions.delete(name);
  }

  /** The newest version, or the one that is asked for. */
  get(name: string, version?: number): Parameter | undefined {
    const versions = this.#versions.get(name) ?? [];
    return version === undefined ? versions.at(-1) : versions[version - 1];
  }

  has(name: string): boolean {
    return this.#versions.has(name);
  }

  all(): readonly Parameter[] {
    return [...this.#versions.values()].flatMap((versions) => versions.at(-1) ?? []);
  }
}
