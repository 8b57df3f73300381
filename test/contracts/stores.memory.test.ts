import { MemoryLeaseStore } from '../fakes/ports/memory-lease-store.ts';
import { MemorySlotStore } from '../fakes/ports/memory-slot-store.ts';
import { MemoryThreadStore } from '../fakes/ports/memory-thread-store.ts';
import { describeStoresContract } from './stores.contract.ts';

describeStoresContract('in memory', async () => {
  const slots = new MemorySlotStore();
  return {
    slots,
    threads: new MemoryThreadStore(),
    leases: new MemoryLeaseStore(),
    pullBrake: async (nodeGroup) => slots.pullBrake(nodeGroup),
    lose: async (nodeGroup) => slots.lose(nodeGroup),
    close: async () => {},
  };
});
