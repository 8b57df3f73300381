import { SandboxHost } from '../run/sandbox-host.ts';
import type { Outcome, Scenario } from '../scenarios/scenario.ts';
import { PLACE } from '../scenarios/stage/place-names.ts';
import type { Judged } from '../slack/state/verdict-book.ts';
import type { World } from '../world.ts';
import { awaitOutcome } from './await-outcome.ts';
import { followConversation } from './follow-conversation.ts';
import { judgeStory } from './judge-story.ts';
import { ORDINARY_SCENES, performScenes } from './perform-scenes.ts';
import { measureCriticalPath } from './measure-critical-path.ts';
import type { Windows } from './measure-critical-path.ts';
import { PodTimesRecorder } from './pod-times.ts';
import { usedRights } from './used-rights.ts';
import type { UsedRights } from './used-rights.ts';
import { grantedEvictions, replacedInstances, takeBaseline, workingTime } from './world-meters.ts';
import type { Baseline } from './world-meters.ts';

export interface PlayOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly speed: number;
  /** Called with each line of the story. */
  readonly tell: (line: string) => void;
  /** Called with each line of drover's own log. */
  readonly onLog?: (line: string) => void;
  /** Called at the end with every message and view that reached Slack. */
  readonly onJudged?: (judged: readonly Judged[]) => void;
}

/** What a played story came to. Everything but the outcome is read from the world's meters. */
export interface StoryResult {
  readonly scenario: string;
  readonly seed: number;
  readonly outcome: Outcome | 'none';
  readonly expected: Outcome;
  readonly ok: boolean;
  /** What is not as the scenario says. */
  readonly problems: readonly string[];
  readonly nodes: { readonly total: number; readonly replaced: number };
  readonly evictionsPerPod: number;
  readonly requests: Readonly<Record<string, { readonly ok: number; readonly failed: number }>>;
  readonly criticalPathSeconds: number | null;
  readonly wallClockSeconds: number | null;
  readonly ratio: number | null;
  readonly drover: string;
  readonly redis: string;
  /** What drover was allowed to do and did: a test holds it against the manifests. */
  readonly used: UsedRights;
}

/** World ms after the outcome, in which replaced pods become ready and last instances leave. */
const REST_MS = 150_000;

/** Plays a scenario from its first word to its end, without a browser. */
export async function playStory({
  scenario,
  seed,
  speed,
  tell,
  onLog,
  onJudged,
}: PlayOptions): Promise<StoryResult> {
  const host = await SandboxHost.start({
    scenario,
    seed,
    speed,
    withDrover: true,
    mode: 'http',
    onProgress: (text) => tell(`[${text}]`),
    ...(onLog ? { onLine: onLog } : {}),
  });
  const { world } = host;
  const before = takeBaseline(world);
  const recorder = new PodTimesRecorder(world);
  const stopFollowing = followConversation(world, tell);
  try {
    const { outcome, problem } = await playScenes(world, tell);
    await world.clock.sleep(REST_MS);
    onJudged?.(world.slack.workspace.verdicts.all());
    const problems = [
      ...(problem ? [problem] : []),
      ...(outcome === 'none' ? [] : judgeStory(world, before, outcome)),
    ];
    return resultOf(host, before, outcome, problems, recorder);
  } finally {
    recorder.stop();
    stopFollowing();
    await host.close();
  }
}

async function playScenes(
  world: World,
  tell: (line: string) => void,
): Promise<{ readonly outcome: Outcome | 'none'; readonly problem?: string }> {
  const { scenario } = world;
  try {
    await performScenes(world, scenario.scenes ?? ORDINARY_SCENES, tell);
    return { outcome: await awaitOutcome(world, scenario.minutesMax) };
  } catch (error) {
    return { outcome: 'none', problem: error instanceof Error ? error.message : String(error) };
  }
}

function resultOf(
  host: SandboxHost,
  before: Baseline,
  outcome: Outcome | 'none',
  problems: readonly string[],
  recorder: PodTimesRecorder,
): StoryResult {
  const { world } = host;
  return {
    scenario: world.scenario.name,
    seed: world.seed,
    outcome,
    expected: world.scenario.expected.outcome,
    ok: problems.length === 0,
    problems,
    nodes: { total: before.instances.length, replaced: replacedInstances(world, before) },
    evictionsPerPod: round(grantedEvictions(world) / Math.max(1, before.pods)),
    requests: world.traffic.meters().services,
    ...speedOf(world, outcome, recorder),
    drover: host.drover?.state ?? 'absent',
    redis: host.redis?.kind ?? 'none',
    used: usedRights(world),
  };
}

/** How long the work took, and how long it must take at the least. Only a story that ended well can be measured. */
function speedOf(
  world: World,
  outcome: Outcome | 'none',
  recorder: PodTimesRecorder,
): Pick<StoryResult, 'wallClockSeconds' | 'criticalPathSeconds' | 'ratio'> {
  const time = workingTime(world);
  const path = measureCriticalPath(world, recorder.all(), windowsOf(world.scenario), surgeOf(world));
  if (outcome !== 'succeeded' || !time || !path)
    return { wallClockSeconds: null, criticalPathSeconds: null, ratio: null };
  const wallMs = time.to - time.from;
  return {
    wallClockSeconds: round(wallMs / 1_000),
    criticalPathSeconds: round(path.totalMs / 1_000),
    ratio: round(wallMs / path.totalMs),
  };
}

const MINUTE_MS = 60_000;

/** The configured windows: 5 minutes and 10 for the first node, unless the scenario's policy says otherwise. */
function windowsOf({ policy = {} }: Scenario): Windows {
  return {
    windowMs: durationMs(policy['window']) ?? 5 * MINUTE_MS,
    canaryMs: durationMs(policy['canaryWindow']) ?? 10 * MINUTE_MS,
  };
}

function durationMs(text: string | number | undefined): number | undefined {
  const [, count, unit] = /^(\d+)(s|m)$/.exec(String(text)) ?? [];
  return count === undefined ? undefined : Number(count) * (unit === 'm' ? MINUTE_MS : 1_000);
}

/** How many instances more than at the start there were, at the most. */
function surgeOf({ effects, cloud }: World): number {
  const set = effects
    .all()
    .filter(({ verb, status }) => verb === 'autoscaling:SetDesiredCapacity' && status === 200);
  const launched = cloud.machines().filter(({ imageId }) => imageId === PLACE.newImage).length;
  return set.length === 0 ? 1 : Math.max(1, Math.min(launched, PLACE.zones.length));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
