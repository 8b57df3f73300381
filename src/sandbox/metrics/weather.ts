/** What happens to a whole workload at once, whatever node its pods are on. */
export interface Weather {
  /** Of requests that fail, beside those that always do. */
  readonly errorShare: number;
}

const FAIR: Weather = { errorShare: 0 };

/** The weather by `namespace/name` of the Service; fair unless a scenario says otherwise. */
export class WeatherBook {
  #book = new Map<string, Weather>();

  set(service: string, weather: Weather): void {
    this.#book.set(service, weather);
  }

  of(service: string): Weather {
    return this.#book.get(service) ?? FAIR;
  }
}
