import type { ListedKind } from '../../../src/ports/cluster.ts';
import type { EngineProcess } from './engine-process.ts';
import type { Sim } from './sim.ts';

type OnChange = (kind: string, namespace: string | undefined, name: string) => void;

const WATCHED: readonly ListedKind[] = ['nodes', 'pods', 'poddisruptionbudgets', 'volumeattachments'];

/** Watches of the processes: changes are told a little late, and some never. */
export class SimWakes {
  readonly #sim: Sim;
  #watchers: { readonly process: EngineProcess; readonly onChange: OnChange; readonly due: Set<string> }[] =
    [];

  constructor(sim: Sim) {
    this.#sim = sim;
    sim.world.cluster.objects.subscribe(({ kind, namespace, name }) => {
      if (WATCHED.includes(kind)) this.#tell(kind, namespace, name);
    });
    sim.slots.onChange((nodeGroup) => this.#tell('configmaps', 'drover', `drover-${nodeGroup}`));
  }

  start(process: EngineProcess, onChange: OnChange): { stop(): void } {
    const watcher = { process, onChange, due: new Set<string>() };
    this.#watchers = [...this.#watchers.filter((other) => other.process.isAlive), watcher];
    for (const kind of [...WATCHED, 'configmaps'])
      this.#sim.clock.after(10, () => process.deliver(() => onChange(kind, undefined, '')));
    return {
      stop: () => {
        this.#watchers = this.#watchers.filter((other) => other !== watcher);
      },
    };
  }

  /** A burst of changes of one kind is one wake-up. */
  #tell(kind: string, namespace: string | undefined, name: string): void {
    for (const { process, onChange, due } of this.#watchers) {
      if (due.has(kind) || !process.isAlive) continue;
      if (this.#sim.faults.strikes('wake-lost', process.chance)) continue;
      due.add(kind);
      this.#sim.clock.after(process.chance.between(5, 300), () => {
        due.delete(kind);
        if (!this.#sim.outages.isDown('kubernetes', process))
          process.deliver(() => onChange(kind, namespace, name));
      });
    }
  }
}
