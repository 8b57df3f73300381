import { addNodeGroup } from './add-node-group.ts';
import { addSmallShop } from './add-small-shop.ts';
import type { Stage } from './stage.ts';

/** Two nodes and the six pods of shop/web: the first node moves half of them, so the gate has two halves to compare. */
export function addWatchedShop(stage: Stage): void {
  addNodeGroup(stage, { nodes: 2 });
  addSmallShop(stage);
}

/** One window for all nodes; on a busy machine at a high speed, real seconds are many minutes of this world. */
export const WATCHED_POLICY: Readonly<Record<string, string>> = {
  window: '5m',
  canaryWindow: '5m',
  drainTimeout: '1h',
  joinTimeout: '1h',
  capacityTimeout: '1h',
  extension: '30m',
};
