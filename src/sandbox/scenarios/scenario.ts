import type { RateLimits } from '../slack/web-api/rate-limiter.ts';
import type { ImageTraits } from '../machines.ts';
import type { ControllerSettings } from '../controllers/controller-settings.ts';
import type { Stage } from './stage/stage.ts';

/** How a story may end, seen from the world. */
export type Outcome =
  | 'refused'
  | 'succeeded'
  | 'paused'
  | 'halted'
  | 'aborted'
  | 'rolled-back'
  | 'rollback-incomplete';

/** What must be true when the story has ended, beside its outcome. Counted by the world's meters, never by the product. */
export interface Expectation {
  readonly outcome: Outcome;
  /** Nodes of the group that were replaced, if the story fixes their number. */
  readonly replaced?: number;
  /** Words that must stand in what drover said: the name of what blocks. */
  readonly says?: readonly string[];
  /** No node of the group is cordoned at the end; the default. */
  readonly cordoned?: number;
  /** Every workload has the ready count that it had before; the default. */
  readonly workloadsRestored?: boolean;
  /** No graceful service lost a request; the default. */
  readonly lossless?: boolean;
  /** Evictions a pod at the most, on average over the pods that were evicted. */
  readonly evictionsPerPodMax?: number;
}

/** What a person does in the story, in order. Each waits until what it needs is there. */
export type Scene =
  | { readonly kind: 'slash'; readonly user: string; readonly text: string }
  /** Presses a button of the newest message that has it; `refused`: the person must be told no. */
  | { readonly kind: 'press'; readonly user: string; readonly button: string; readonly refused?: boolean }
  /** Waits for words in the channel or its threads. */
  | { readonly kind: 'hear'; readonly words: string };

/** A start of the world, what happens in it, and how its story must end. One file each. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** One or two sentences for the menu. */
  readonly about: string;
  /** Fills the cluster and the account; may arm faults that strike later. */
  build(stage: Stage): void;
  /** Left out: ann asks, is refused as her own approver, bob approves. */
  readonly scenes?: readonly Scene[];
  readonly expected: Expectation;
  /** World minutes after which the story has failed. */
  readonly minutesMax: number;
  readonly rateLimits?: RateLimits;
  /** Pace of the cluster's controllers, where it differs. */
  readonly controllers?: Partial<ControllerSettings>;
  /** Changes of drover's policy in the sandbox's configuration: `{ drainTimeout: '3m' }`. */
  readonly policy?: Readonly<Record<string, string | number>>;
  readonly newImage?: Partial<ImageTraits>;
  /** The node group's target in drover's configuration; the newest template version unless said. */
  readonly target?: { readonly ssm: string };
  /** Files of manifests/aws that drover's role has beside the engine's policy. */
  readonly extraPolicies?: readonly string[];
  /** Settings of the lease and the quiet period in drover's configuration, where a test needs them short. */
  readonly lease?: { readonly duration: string; readonly renew: string; readonly retry: string };
  readonly quietPeriod?: string;
  /** Pods have metrics, and drover's configuration names their source. */
  readonly hasMetrics?: boolean;
  /** The node groups of drover's configuration, where they are not the ordinary one alone. */
  readonly nodeGroups?: readonly string[];
  /** A managed node group that drover's configuration names too. */
  readonly hasManagedGroup?: boolean;
}
