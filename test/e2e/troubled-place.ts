import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Effect } from '../../src/sandbox/effects.ts';
import { DroverProcess } from '../../src/sandbox/run/drover-process.ts';
import { emptyRedis } from '../../src/sandbox/run/empty-redis.ts';
import { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { PLACE } from '../../src/sandbox/scenarios/stage/place-names.ts';
import type { Scenario } from '../../src/sandbox/scenarios/scenario.ts';
import { small } from '../../src/sandbox/scenarios/small.ts';
import type { World } from '../../src/sandbox/world.ts';
import { FaultyProxy } from './faulty-proxy.ts';
import { multisetOf } from './golden-multiset.ts';
import { originalsOf } from './originals-of.ts';
import { playIn } from './play-in.ts';
import { until } from './trouble.ts';
import type { Trouble } from './trouble.ts';

/** World seconds a real second, as for the golden rollout. */
const SPEED = 40;

/** The small scenario; while nothing answers it holds for longer than any trouble here takes, however slow the machine. */
const PATIENT: Scenario = { ...small, policy: { ...small.policy, holdTimeout: '2h' } };

export interface TroubledPlay {
  readonly outcome: string;
  /** What was done to which original object, as in `multisetOf`. */
  readonly deeds: readonly string[];
  readonly inWorkMax: number;
  /** The troubles that struck and were over. */
  readonly struck: readonly string[];
}

interface Options {
  /** The Redis of the engines; it is emptied first. */
  readonly redisPort: number;
  readonly engines?: number;
  readonly scenario?: Scenario;
}

/** A new world with its own drovers, which reach Kubernetes, AWS and Redis through proxies that can be made to fail. */
export class TroubledPlace {
  readonly host: SandboxHost;
  readonly kubernetes: FaultyProxy;
  readonly aws: FaultyProxy;
  readonly redis: FaultyProxy;
  readonly engines: readonly DroverProcess[];
  /** Everything that each engine has written. */
  readonly lines: readonly string[][];
  readonly #folder: string;

  private constructor(host: SandboxHost, proxies: readonly FaultyProxy[], engines: number) {
    const [kubernetes, aws, redis] = proxies;
    if (!kubernetes || !aws || !redis) throw new Error('three proxies are needed');
    this.host = host;
    [this.kubernetes, this.aws, this.redis] = [kubernetes, aws, redis];
    this.#folder = mkdtempSync(join(tmpdir(), 'drover-troubled-'));
    this.lines = Array.from({ length: engines }, () => []);
    this.engines = this.lines.map(
      (lines, index) =>
        new DroverProcess({
          environment: () => this.#environment(index),
          onLine: (line) => lines.push(line),
          keepAlive: true,
        }),
    );
  }

  static async start({ redisPort, engines = 1, scenario = PATIENT }: Options): Promise<TroubledPlace> {
    await emptyRedis(`redis://127.0.0.1:${redisPort}`);
    const host = await SandboxHost.start({
      scenario,
      seed: 7,
      speed: SPEED,
      withDrover: false,
      mode: 'socket',
    });
    const { ports, cloud } = host.world;
    const targets = [ports.kubernetes, ports.aws, redisPort];
    const proxies = await Promise.all(targets.map(async (port) => FaultyProxy.start(port)));
    const place = new TroubledPlace(host, proxies, engines);
    const cluster = cloud.eks.get(PLACE.eksCluster);
    if (cluster) cluster.endpoint = `https://127.0.0.1:${place.kubernetes.port}`;
    try {
      for (const engine of place.engines) engine.start();
      await place.allRunning();
      return place;
    } catch (error) {
      await place.close();
      throw error;
    }
  }

  get world(): World {
    return this.host.world;
  }

  /** The only engine, or the first. */
  get engine(): DroverProcess {
    const [engine] = this.engines;
    if (!engine) throw new Error('there is no engine');
    return engine;
  }

  auditFile(index: number): string {
    return join(this.#folder, `audit-${index}.jsonl`);
  }

  async allRunning(): Promise<void> {
    const { sockets } = this.world.slack;
    await until('every engine is up', () => this.engines.every(({ state }) => state === 'running'));
    await until('Slack is connected', () => sockets.connections > 0);
  }

  /** Plays the ordinary story, with one trouble after the other. */
  async play(troubles: readonly Trouble[]): Promise<TroubledPlay> {
    const begun = Date.now();
    const originals = originalsOf(this.world);
    const struck: string[] = [];
    const passed = (): string => `${((Date.now() - begun) / 1_000).toFixed(1)} s`;
    const left = [...troubles];
    let current: Promise<unknown> | undefined;
    const played = await playIn(this.host, (index, effect) => {
      const [next] = left;
      if (current || !next?.when(index, effect)) return;
      console.log(`${passed()}: ${next.name}, at effect ${index}, ${effect.verb} ${effect.object}`);
      left.shift();
      current = strike(next, this).then((problem) => {
        struck.push(problem ?? next.name);
        console.log(`${passed()}: over`);
        current = undefined;
      });
    });
    await current;
    console.log(`${passed()}: ${played.outcome}`);
    const { outcome, inWorkMax } = played;
    return { outcome, deeds: multisetOf(withoutRepeats(played.effects), originals), inWorkMax, struck };
  }

  async close(): Promise<void> {
    for (const proxy of [this.kubernetes, this.aws, this.redis]) proxy.pass();
    this.world.faults.clear();
    for (const engine of this.engines) wake(engine);
    await Promise.all(this.engines.map(async (engine) => engine.stop()));
    for (const proxy of [this.kubernetes, this.aws, this.redis]) await proxy.close();
    await this.host.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #environment(index: number): Readonly<Record<string, string>> {
    return {
      ...this.host.environment('socket'),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${this.aws.port}`,
      // A token of EKS is an address of STS, which the cluster must know as its own.
      AWS_ENDPOINT_URL_STS: this.world.aws.endpoint,
      REDIS_URL: `redis://127.0.0.1:${this.redis.port}`,
      DROVER_AUDIT_FILE: this.auditFile(index),
      NODE_OPTIONS: `--import ${new URL('./sabotage.ts', import.meta.url).href} --max-old-space-size=300`,
    };
  }
}

/**
 * A pod that is asked for again while it goes is one deed: the API server answers 201 and changes nothing (recordings,
 * kubernetes/README.md 10). Drover does so where a list is so old that it does not show the first.
 */
function withoutRepeats(effects: readonly Effect[]): readonly Effect[] {
  const evicted = new Set<string>();
  return effects.filter(({ verb, uid }) => {
    if (verb !== 'create pods/eviction') return true;
    const isFirst = !evicted.has(uid);
    evicted.add(uid);
    return isFirst;
  });
}

/** Why it did not go as it should; undefined: it did. */
async function strike(trouble: Trouble, place: TroubledPlace): Promise<string | undefined> {
  try {
    await trouble.strike(place);
    return undefined;
  } catch (error) {
    return `${trouble.name}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** One that was put to sleep could not be asked to end. */
function wake({ pid, state }: DroverProcess): void {
  if (pid !== undefined && state !== 'absent' && state !== 'crashed') process.kill(pid, 'SIGCONT');
}
