import type { WireAct } from '../../fakes/ports/wire.ts';
import type { EngineProcess } from '../kernel/engine-process.ts';
import type { Witness } from './witness.ts';

/** I6: an effect is only sent by the process that holds the lease at that very moment, under the epoch it holds it with. */
export function checkSender(witness: Witness, process: EngineProcess, act: WireAct): void {
  const lease = witness.sim.lease.peek();
  if (lease?.holder === process.name && lease.transitions === process.epoch) return;
  const holder = lease ? `${lease.holder || 'nobody'} with epoch ${lease.transitions}` : 'nobody';
  witness.break(
    'I6',
    `${process.name} with epoch ${process.epoch} sends ${act.kind} while ${holder} holds the lease`,
  );
}
