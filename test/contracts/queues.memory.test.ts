import { PortError } from '../../src/ports/port-error.ts';
import { MemoryInbox, MemoryJobQueue } from '../fakes/ports/memory-queues.ts';
import { PortFaults } from '../fakes/ports/port-faults.ts';
import { describeQueuesContract } from './queues.contract.ts';

describeQueuesContract('in memory', async () => {
  const faults = new PortFaults();
  const queue = new MemoryJobQueue(faults);
  const inbox = new MemoryInbox(faults);
  return {
    queue,
    inbox,
    takeWakeUps: async () => queue.take(),
    takeInbox: async () => inbox.take(),
    lose: async () => {
      const error = new PortError('unavailable', 'redis', 'connection refused');
      faults.add({ operation: /./, error, times: Number.POSITIVE_INFINITY });
    },
    empty: async () => {
      queue.take();
      inbox.take();
    },
    close: async () => {},
  };
});
