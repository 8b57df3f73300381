import type { Cloud } from '../aws/cloud/cloud.ts';
import type { WorldClock } from '../clock.ts';
import type { EffectLog } from '../effects.ts';
import type { FaultBook } from '../faults.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { Slack } from '../slack/start-slack.ts';

/**
 * What the test API and the page need of a running sandbox. The assembly makes it, and the control never reaches past
 * it. `world` and `drover` are asked anew each time: after a reset they answer other objects, and whoever watches
 * the page is told so.
 */
export interface ControlParts {
  world(): WorldParts;
  /** Undefined: no drover is run here (`--world-only`). */
  drover?(): DroverFacts | undefined;
  /** The menu, in its order. */
  readonly scenarios: readonly ScenarioLabel[];
  /** Resolves when the world runs at that speed and drover, if there is one, is started again. */
  setSpeed(speed: number): Promise<void>;
  /** Resolves when `world()` answers the new world. */
  reset(wish: ResetWish): Promise<void>;
}

export interface ResetWish {
  readonly scenario: string;
  readonly seed: number;
}

/** One world between two resets. */
export interface WorldParts {
  readonly clock: WorldClock;
  readonly effects: EffectLog;
  readonly faults: FaultBook;
  readonly cluster: Cluster;
  readonly cloud: Cloud;
  readonly slack: Slack;
  readonly controllers: { pause(): void; resume(): void };
  readonly traffic: TrafficMeter;
  readonly scenario: ScenarioLabel;
  readonly seed: number;
  /** What a newcomer may type, best first: `/patch prod workers`. Left out: the first words of the command's usage hint. */
  readonly commandExamples?: readonly string[];
  /** How the scenario's story must end, and how it did, once it has. */
  story?(): Story;
  /** The shortest time in which the rollout could have been done, with its parts. Undefined: not known (yet). */
  criticalPath?(): object | undefined;
}

/** Counters by `namespace/name` of the Service, from the beginning of the world. More fields are passed over. */
export interface TrafficMeter {
  meters(): {
    readonly services: Readonly<Record<string, { readonly ok: number; readonly failed: number }>>;
  };
}

export interface ScenarioLabel {
  readonly name: string;
  readonly title: string;
  /** One or two sentences. */
  readonly about: string;
}

export interface Story {
  /** `succeeded`, `refused`, `halted` … */
  readonly expected: string;
  readonly outcome?: string;
}

export interface DroverFacts {
  readonly state: 'absent' | 'starting' | 'running' | 'stopping' | 'crashed';
  /** How Slack reaches it. */
  readonly mode: 'http' | 'socket';
  /** In words: `redis-server 7.2`, `embedded`. */
  readonly redis: string;
  /** The last lines it wrote, oldest first. */
  readonly log: readonly string[];
}
