import type { FaultName } from '../kernel/regime.ts';

/** What is done when the hour of a fault comes. */
export type Acts = Partial<Record<FaultName, () => void>>;
