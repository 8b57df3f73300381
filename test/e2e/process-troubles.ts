import type { KubeObject } from '../../src/sandbox/kubernetes/object.ts';
import { PLACE } from '../../src/sandbox/scenarios/stage/place-names.ts';
import { atEffect, moreEffects, since, until } from './trouble.ts';
import type { Trouble } from './trouble.ts';
import type { TroubledPlace } from './troubled-place.ts';

interface Lease extends KubeObject {
  readonly spec?: { readonly holderIdentity?: string };
}

/** Real ms that an orderly end may take: a pod's grace is longer (engine.md 2.9). */
const STOP_MAX_MS = 30_000;

/** Rows 1, 2 and 21: the process dies before it has the answer, and again as soon as it is back. */
export function killedTwice(at: number): Trouble {
  return {
    name: 'drover is killed, and killed again',
    when: atEffect(at),
    async strike(place) {
      const { crashes } = place.engine;
      await place.engine.kill();
      await until('drover is up again', () => place.engine.crashes > crashes && isUp(place));
      await place.engine.kill();
      await until('drover is up once more', () => place.engine.crashes > crashes + 1 && isUp(place));
    },
  };
}

/** Row 8. */
export function unhandledRejection(at: number): Trouble {
  return dies('nobody handles a rejection', at, 'SIGHUP', [
    'sabotage: nobody handles this',
    'drover ended by itself (exit 1)',
  ]);
}

/** Row 7. */
export function outOfMemory(at: number): Trouble {
  return dies('drover runs out of memory', at, 'SIGALRM', [
    'JavaScript heap out of memory',
    'drover ended by itself (SIGABRT)',
  ]);
}

function dies(name: string, at: number, signal: NodeJS.Signals, words: readonly string[]): Trouble {
  return {
    name,
    when: atEffect(at),
    async strike(place) {
      const [said, { crashes }] = [since(place), place.engine];
      send(place, 0, signal);
      await until(`drover says ${words.join(', ')}`, () => words.every((one) => said(one)));
      await until('drover is up again', () => place.engine.crashes === crashes + 1 && isUp(place));
    },
  };
}

/** Row 4: longer than the lease lasts. */
export function blocked(at: number): Trouble {
  return {
    name: 'the event loop stands still',
    when: atEffect(at),
    async strike(place) {
      const said = since(place);
      send(place, 0, 'SIGUSR2');
      await until('it runs again', () => said('sabotage: the event loop stood still'));
    },
  };
}

/** Row 6: an orderly end in the middle, and another start. */
export function asked(at: number): Trouble {
  return {
    name: `drover is asked to end at effect ${at}`,
    when: atEffect(at),
    async strike(place) {
      const { engine, world } = place;
      const said = since(place);
      const began = performance.now();
      await engine.stop();
      const took = performance.now() - began;
      if (!said('drover has stopped') || took > STOP_MAX_MS) throw new Error(`it took ${took} ms to end`);
      const lease = world.cluster
        .list<Lease>('leases.coordination.k8s.io', PLACE.droverNamespace)
        .find(({ metadata }) => metadata.name.startsWith('drover'));
      if (!lease || lease.spec?.holderIdentity) throw new Error('the lease was not given back');
      engine.start();
      await place.allRunning();
    },
  };
}

/** Row 5: all were started at the same moment. */
export function oneLeads(): Trouble {
  return {
    name: 'one engine leads',
    when: atEffect(1),
    async strike(place) {
      const led = place.lines.filter((lines) => lines.some((line) => line.includes(LEADS)));
      if (led.length !== 1) throw new Error(`${led.length} engines have led`);
      return Promise.resolve();
    },
  };
}

/** Rows 3 and 20: the leader sleeps with a job in its hands; another one leads; the sleeper wakes up in the middle of its work. */
export function leaderSleeps(at: number): Trouble {
  return {
    name: `the leader sleeps from effect ${at} on`,
    when: atEffect(at),
    async strike(place) {
      const before = leaders(place);
      const [sleeper] = before;
      if (sleeper === undefined || before.length !== 1) throw new Error(`${before.length} engines lead`);
      send(place, sleeper, 'SIGSTOP');
      try {
        await until('another engine leads', () => leaders(place).some((index) => index !== sleeper));
        await moreEffects(place, 2);
      } finally {
        send(place, sleeper, 'SIGCONT');
      }
      await until('it knows that it does not lead', () => !leaders(place).includes(sleeper));
    },
  };
}

const LEADS = 'this engine leads the cluster';

/** The engines whose last word on it was that they lead. */
function leaders({ lines }: TroubledPlace): readonly number[] {
  const lastWord = (own: readonly string[]): string | undefined =>
    own.findLast((line) => /this engine (leads|does not lead) the cluster|ended by itself/.test(line));
  return lines.flatMap((own, index) => (lastWord(own)?.includes(LEADS) ? [index] : []));
}

function isUp({ engine }: TroubledPlace): boolean {
  return engine.state === 'running';
}

function send({ engines }: TroubledPlace, index: number, signal: NodeJS.Signals): void {
  const pid = engines[index]?.pid;
  if (pid === undefined) throw new Error(`there is no process to send ${signal} to`);
  process.kill(pid, signal);
}
