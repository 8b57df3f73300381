import { SandboxHost } from '../run/sandbox-host.ts';
import type { Outcome, Scenario } from '../scenarios/scenario.ts';
import type { World } from '../world.ts';
import { awaitOutcome } from './await-outcome.ts';
import { followConversation } from './follow-conversation.ts';
import { judgeStory } from './judge-story.ts';
import { ORDINARY_SCENES, performScenes } from './perform-scenes.ts';
import { grantedEvictions, replacedInstances, takeBaseline, workingTime } from './world-meters.ts';
import type { Baseline } from './world-meters.ts';

export interface PlayOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly speed: number;
  /** Called with each line of the story. */
  tell(line: string): void;
  /** Called with each line of drover's own log. */
  onLog?(line: string): void;
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
}

/** World ms after the outcome, in which replaced pods become ready and last instances leave. */
const REST_MS = 150_000;

/** Plays a scenario from its first word to its end, without a browser. */
export async function playStory({ scenario, seed, speed, tell, onLog }: PlayOptions): Promise<StoryResult> {
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
  const stopFollowing = followConversation(world, tell);
  try {
    const { outcome, problem } = await playScenes(world, tell);
    await world.clock.sleep(REST_MS);
    const problems = [
      ...(problem ? [problem] : []),
      ...(outcome === 'none' ? [] : judgeStory(world, before, outcome)),
    ];
    return resultOf(host, before, outcome, problems);
  } finally {
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
): StoryResult {
  const { world } = host;
  const time = workingTime(world);
  const wallClockSeconds = time && outcome === 'succeeded' ? round((time.to - time.from) / 1_000) : null;
  const criticalPathSeconds = null;
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
    criticalPathSeconds,
    wallClockSeconds,
    ratio: null,
    drover: host.drover?.state ?? 'absent',
    redis: host.redis?.kind ?? 'none',
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
