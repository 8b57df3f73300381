import type { Cloud } from '../../../src/sandbox/aws/cloud/cloud.ts';
import { createCloud } from '../../../src/sandbox/aws/cloud/cloud.ts';
import { WorldClock } from '../../../src/sandbox/clock.ts';
import type { WorldParts } from '../../../src/sandbox/control/control-parts.ts';
import { startControllers } from '../../../src/sandbox/controllers/start-controllers.ts';
import { EffectLog } from '../../../src/sandbox/effects.ts';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import { startKubelets } from '../../../src/sandbox/kubelet/start-kubelets.ts';
import { Cluster } from '../../../src/sandbox/kubernetes/cluster.ts';
import type { ImageBook } from '../../../src/sandbox/machines.ts';
import { MetricsTrouble } from '../../../src/sandbox/metrics/metrics-trouble.ts';
import { WeatherBook } from '../../../src/sandbox/metrics/weather.ts';
import { createRandom } from '../../../src/sandbox/random.ts';
import type { Scenario } from '../../../src/sandbox/scenarios/scenario.ts';
import { startScheduler } from '../../../src/sandbox/scheduler/start-scheduler.ts';
import type { AppConfig } from '../../../src/sandbox/slack/app-config.ts';
import { startSlack } from '../../../src/sandbox/slack/start-slack.ts';
import { createWorkspace } from '../../../src/sandbox/slack/state/workspace.ts';

const WORLD_START = Date.parse('2026-11-21T08:00:00Z');

/** What drover's manifest asks for, and a little more. */
const APP: AppConfig = {
  id: 'A0DROVER000',
  signingSecret: 'a-signing-secret',
  botToken: 'xoxb-bot',
  appToken: 'xapp-app',
  scopes: [
    'commands',
    'chat:write',
    'usergroups:read',
    'users:read',
    'app_mentions:read',
    'channels:history',
  ],
  slashCommands: [
    {
      command: '/patch',
      description: 'Replace the nodes of a group, one by one',
      usageHint: 'prod workers [--dry-run] | status | pause | resume | abort | help',
      shouldEscape: true,
    },
  ],
  eventSubscriptions: ['app_home_opened', 'app_mention'],
};

/** A meter that a test sets by hand. */
export class HandMeter {
  readonly services: Record<string, { ok: number; failed: number }> = {};

  meters(): { readonly services: Readonly<Record<string, { ok: number; failed: number }>> } {
    return { services: this.services };
  }
}

export interface SmallWorld extends WorldParts {
  readonly cloud: Cloud;
  readonly traffic: HandMeter;
  readonly isPaused: () => boolean;
  stop(): Promise<void>;
}

export interface SmallWorldOptions {
  readonly scenario: Scenario;
  readonly seed?: number;
  readonly speed?: number;
  /** Real ms that Slack waits for the app. */
  readonly ackLimitMs?: number;
}

/** A world of the control's parts in one process: cluster, cloud and Slack without the servers that drover would need. */
export async function aSmallWorld({
  scenario,
  seed = 1,
  speed = 200,
  ackLimitMs = 1_000,
}: SmallWorldOptions): Promise<SmallWorld> {
  const clock = new WorldClock(WORLD_START, speed);
  const random = createRandom(seed);
  const effects = new EffectLog();
  const faults = new FaultBook();
  const images: ImageBook = new Map();
  const cluster = new Cluster(clock);
  const cloud = createCloud({ clock, random: random.stream('cloud'), images, region: 'eu-west-1' });
  const controllers = startControllers({ cluster, clock, random, machines: cloud });
  const scheduler = startScheduler({ cluster, clock, random });
  const kubelets = startKubelets({ cluster, clock, random, machines: cloud, images });
  const traffic = new HandMeter();
  const onceUp = (run: () => void): void => void clock.after(60_000, run);
  scenario.build({
    weather: new WeatherBook(),
    metricsTrouble: new MetricsTrouble(),
    clock,
    random,
    effects,
    faults,
    cluster,
    cloud,
    newImage: scenario.newImage ?? {},
    onceUp,
  });
  const workspace = createWorkspace({ random, clock });
  const slack = await startSlack({ workspace, faults, app: APP, ackLimitMs });
  let paused = false;
  return {
    clock,
    effects,
    faults,
    cluster,
    cloud,
    slack,
    traffic,
    scenario,
    seed,
    commandExamples: ['/patch prod workers', '/patch prod workers --dry-run', '/patch status'],
    controllers: {
      pause: () => {
        paused = true;
        controllers.pause();
      },
      resume: () => {
        paused = false;
        controllers.resume();
      },
    },
    isPaused: () => paused,
    async stop() {
      kubelets.stop();
      scheduler.stop();
      controllers.stop();
      cloud.stop();
      clock.stop();
      await slack.close();
    },
  };
}
