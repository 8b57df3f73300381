import type { Meta } from './meta.ts';

/** An Event of the API: what some component says of an object. */
export interface KubeEvent {
  readonly metadata: Meta;
  readonly involvedObject: { readonly kind?: string; readonly uid?: string };
  readonly reason?: string;
  readonly message?: string;
  /** Old components count one event up; new ones make a series of it. */
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly lastObservedTime?: string };
}
