import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DroverFacts } from '../control/control-parts.ts';
import { PLACE } from '../scenarios/stage/place-names.ts';
import { findScenario } from '../scenarios/catalogue.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { startMetrics } from '../metrics/start-metrics.ts';
import type { MetricsServer } from '../metrics/start-metrics.ts';
import { setRequestUrl } from '../slack/inbound/set-request-url.ts';
import { settleWorld } from '../settle-world.ts';
import { startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { CREDENTIALS } from './credentials.ts';
import { DroverProcess } from './drover-process.ts';
import { emptyRedis } from './empty-redis.ts';
import { freePort } from './free-port.ts';
import { productTime } from './product-time.ts';
import { startRedis } from './start-redis.ts';
import type { RunningRedis } from './start-redis.ts';
import { writeDroverSettings, writeKubeconfig } from './write-settings.ts';

export interface HostOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly speed: number;
  /** Whether a drover is run beside the world. */
  readonly withDrover: boolean;
  readonly mode: 'http' | 'socket';
  /** Called with each line of drover's log. */
  onLine?(line: string): void;
  /** Told what is being started, for people who wait. */
  onProgress?(text: string): void;
}

/** Real ms that drover may take until Slack can reach it. */
const DROVER_READY_MAX_MS = 180_000;

/** Starts that may fail in a row: one that dies while the world is being made is started again, as in a cluster. */
const STARTS_MAX = 3;

/** A world with what stands beside it: files for its clients, a Redis, a drover. Can be given another world in place. */
export class SandboxHost {
  readonly #options: HostOptions;
  readonly #folder: string;
  readonly #redis: RunningRedis | undefined;
  readonly #slackPort: number;
  #world: World;
  #metrics: MetricsServer | undefined;
  #drover: DroverProcess | undefined;
  #files: { readonly kubeconfig: string; readonly caFile: string; readonly settings: string };

  private constructor(
    options: HostOptions,
    parts: { folder: string; redis: RunningRedis | undefined; slackPort: number; world: World },
  ) {
    this.#options = options;
    this.#folder = parts.folder;
    this.#redis = parts.redis;
    this.#slackPort = parts.slackPort;
    this.#world = parts.world;
    this.#files = this.#writeFiles();
  }

  static async start(options: HostOptions): Promise<SandboxHost> {
    const folder = mkdtempSync(join(tmpdir(), 'drover-sandbox-'));
    options.onProgress?.(`making the world of ${options.scenario.name}`);
    const [redis, slackPort, world] = await Promise.all([
      options.withDrover ? startRedis() : undefined,
      freePort(),
      startWorld(options),
    ]);
    const host = new SandboxHost(options, { folder, redis, slackPort, world });
    try {
      await settleWorld(world, options.speed);
      await host.#startMetrics();
      if (redis) options.onProgress?.(`Redis: ${redis.kind}`);
      if (options.withDrover) await host.#startDrover();
      return host;
    } catch (error) {
      // Nothing may be left running beside a sandbox that did not start.
      await host.close();
      throw error;
    }
  }

  get world(): World {
    return this.#world;
  }

  get metrics(): MetricsServer | undefined {
    return this.#metrics;
  }

  get drover(): DroverProcess | undefined {
    return this.#drover;
  }

  get redis(): RunningRedis | undefined {
    return this.#redis;
  }

  get files(): { readonly kubeconfig: string; readonly caFile: string } {
    return this.#files;
  }

  droverFacts(): DroverFacts | undefined {
    if (!this.#drover) return undefined;
    const { state, log } = this.#drover;
    return { state, mode: this.#options.mode, redis: this.#redis?.kind ?? 'none', log };
  }

  /** All that a drover of this world needs, in Socket Mode; in HTTP mode a port as well. */
  environment(mode: 'http' | 'socket' = this.#options.mode): Readonly<Record<string, string>> {
    const { clock, aws, slack } = this.#world;
    const { drover } = CREDENTIALS.aws;
    const { signingSecret, botToken, appToken } = CREDENTIALS.slack;
    return {
      DROVER_CONFIG: this.#files.settings,
      DROVER_TIME_SCALE: productTime(clock.speed, clock.now(), Date.now()),
      DROVER_AUDIT_FILE: join(this.#folder, 'audit.jsonl'),
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_APP_TOKEN: appToken,
      ...(mode === 'http' ? { SLACK_PORT: String(this.#slackPort) } : {}),
      REDIS_URL: this.#redis?.url ?? 'redis://127.0.0.1:6379',
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_REGION: PLACE.region,
      AWS_ACCESS_KEY_ID: drover.accessKeyId,
      AWS_SECRET_ACCESS_KEY: drover.secretAccessKey,
    };
  }

  /** The world runs at another speed; drover's clock must follow, so it is started again and resumes from its slots. */
  async setSpeed(speed: number): Promise<void> {
    await this.#drover?.stop();
    this.#world.clock.setSpeed(speed);
    await this.#startMetrics();
    if (this.#drover) await this.#startDrover();
  }

  /** Another world in the same place: the same addresses, everything else from the beginning. */
  async reset({ scenario, seed }: { readonly scenario: string; readonly seed: number }): Promise<void> {
    const chosen = findScenario(scenario);
    await this.#drover?.stop();
    const { ports, clock } = this.#world;
    const { speed } = clock;
    await this.#metrics?.close();
    this.#metrics = undefined;
    await this.#world.close();
    this.#world = await startWorld({ scenario: chosen, seed, speed, ports });
    this.#files = this.#writeFiles();
    if (this.#redis) await emptyRedis(this.#redis.url);
    await settleWorld(this.#world, speed);
    await this.#startMetrics();
    if (this.#drover) await this.#startDrover();
  }

  async close(): Promise<void> {
    await this.#drover?.stop();
    await this.#metrics?.close();
    await this.#world.close();
    await this.#redis?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Of a world at rest; its source looks more often in a faster world, so another speed is another start. */
  async #startMetrics(): Promise<void> {
    await this.#metrics?.close();
    this.#metrics = undefined;
    const { scenario, clock, meters, metricsTrouble } = this.#world;
    if (!scenario.hasMetrics) return;
    this.#metrics = await startMetrics({ clock, meters, trouble: metricsTrouble, real: true });
    this.#options.onProgress?.(
      this.#metrics.kind === 'prometheus' ? 'metrics: Prometheus' : "metrics: the sandbox's own endpoint",
    );
    this.#files = this.#writeFiles();
  }

  async #startDrover(): Promise<void> {
    this.#options.onProgress?.('starting drover');
    this.#drover ??= new DroverProcess({
      environment: () => this.environment(),
      keepAlive: true,
      ...(this.#options.onLine ? { onLine: (line: string) => this.#options.onLine?.(line) } : {}),
    });
    this.#drover.start();
    await this.#reachable(this.#drover);
  }

  async #reachable(drover: DroverProcess): Promise<void> {
    const until = Date.now() + DROVER_READY_MAX_MS;
    const { crashes } = drover;
    while (drover.state !== 'running') {
      if (drover.crashes - crashes >= STARTS_MAX)
        throw new Error(`drover did not start:\n${drover.log.slice(-15).join('\n')}`);
      if (Date.now() > until) throw new Error('drover was not ready in time');
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    if (this.#options.mode === 'http') await this.#pointSlackAtDrover(until);
    else await this.#untilSocketOpen(until);
  }

  async #pointSlackAtDrover(until: number): Promise<void> {
    const url = `http://127.0.0.1:${this.#slackPort}/slack/events`;
    for (;;) {
      const answer = await setRequestUrl(this.#world.slack, url);
      if (answer.ok) return;
      if (Date.now() > until) throw new Error(`Slack could not reach drover at ${url}: ${answer.error}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async #untilSocketOpen(until: number): Promise<void> {
    while (this.#world.slack.sockets.connections === 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  #writeFiles(): { kubeconfig: string; caFile: string; settings: string } {
    const { kubernetes, slack, scenario } = this.#world;
    const { directory } = slack.workspace;
    const settings = writeDroverSettings({
      folder: this.#folder,
      scenario,
      mode: this.#options.mode,
      ...(this.#metrics ? { metrics: this.#metrics } : {}),
      channelId: directory.channel(PLACE.channel)?.id ?? '',
      approverGroupId:
        [...directory.groups.values()].find(({ handle }) => handle === 'sre-approvers')?.id ?? '',
    });
    return {
      settings,
      ...writeKubeconfig({ folder: this.#folder, server: kubernetes.url, caPem: kubernetes.caPem }),
    };
  }
}
