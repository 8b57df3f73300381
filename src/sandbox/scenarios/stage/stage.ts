import type { Cloud } from '../../aws/cloud/cloud.ts';
import type { WorldClock } from '../../clock.ts';
import type { EffectLog } from '../../effects.ts';
import type { FaultBook } from '../../faults.ts';
import type { Cluster } from '../../kubernetes/cluster.ts';
import type { ImageTraits } from '../../machines.ts';
import type { MetricsTrouble } from '../../metrics/metrics-trouble.ts';
import type { WeatherBook } from '../../metrics/weather.ts';
import type { Random } from '../../random.ts';

/** What a scenario is built on. */
export interface Stage {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly effects: EffectLog;
  readonly faults: FaultBook;
  readonly cluster: Cluster;
  readonly cloud: Cloud;
  readonly weather: WeatherBook;
  readonly metricsTrouble: MetricsTrouble;
  /** Runs when the nodes that are there from the beginning are Ready: workloads made earlier would crowd the first ones. */
  onceUp(run: () => void): void;
  /** Traits that the scenario wants of the image of the new release. */
  readonly newImage: Partial<ImageTraits>;
}
