import { MemoryObjects } from '../fakes/ports/memory-objects.ts';
import { MemoryWakeSource } from '../fakes/ports/memory-wake-source.ts';
import { describeWakeSourceContract } from './wake-source.contract.ts';

describeWakeSourceContract('in memory', async () => {
  const objects = new MemoryObjects();
  return {
    source: new MemoryWakeSource(objects),
    makeNode: async (name) => void objects.put('nodes', { metadata: { name } }),
    makePod: async (name) =>
      void objects.put('pods', { metadata: { name, namespace: 'shop' }, spec: { containers: [] } }),
    until: async (done) => {
      for (let turns = 0; turns < 20; turns++) {
        if (done()) return;
        await Promise.resolve();
      }
      throw new Error('it did not happen');
    },
    close: async () => {},
  };
});
