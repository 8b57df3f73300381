import type { Slot } from '../../../src/core/rollout/slot.ts';
import type { NodeEdit, NodeTarget, PodTarget } from '../../../src/ports/cluster.ts';

/** What a call would change, as data: for whoever stands on the wire and judges it. Reads change nothing. */
export type WireAct =
  | { readonly kind: 'evict'; readonly pod: PodTarget }
  | { readonly kind: 'edit-node'; readonly target: NodeTarget; readonly edit: NodeEdit }
  | {
      readonly kind: 'terminate';
      readonly group: string;
      readonly instanceId: string;
      readonly decrement: boolean;
    }
  | { readonly kind: 'set-desired'; readonly group: string; readonly desired: number }
  | {
      readonly kind: 'use-template';
      readonly group: string;
      readonly templateId: string;
      readonly version: string;
    }
  | {
      readonly kind: 'suspend' | 'resume';
      readonly group: string;
      readonly processes: readonly string[];
    }
  | { readonly kind: 'tag' | 'untag'; readonly group: string }
  | { readonly kind: 'save-slot'; readonly slot: Slot };

/**
 * What lies between a port and the fake behind it: a network, in which calls take time, fail and get lost. `effect`
 * reads or changes the fake's state at once; the wire decides when it happens, and whether its answer arrives.
 */
export interface Wire {
  run<T>(operation: string, effect: () => T, act?: WireAct): Promise<T>;
}
