import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';
import type { Failure, Stage, Surroundings } from './stage.ts';
import { whyItEnded } from './why-it-ended.ts';

/** World seconds a real second: the pace at which stories are played without a browser. */
const SPEED = 60;

/** The pace of stories whose health windows are seconds: looks must fit into them on a busy machine too. */
const SPEED_OF_SHORT_WINDOWS = 30;

/** Real minutes for what is not world time: starting and stopping the world and drover. */
const MARGIN_MINUTES = 2;

/**
 * Stories that are played side by side: each leaves most of a core idle, waiting for its world. One that went wrong is
 * played once more, alone, since a busy machine may be to blame; that it was is told.
 */
const LANES = 2;

/** What is read of a scenario of the catalogue. */
export interface StoryToPlay {
  readonly name: string;
  /** World minutes after which it has failed. */
  readonly minutesMax: number;
  /** What people do in it; an empty list means that it has no story. */
  readonly scenes?: readonly unknown[];
  /** Changes of drover's policy. */
  readonly policy?: Readonly<Record<string, string | number>>;
}

interface ScenarioStageOptions {
  readonly name: string;
  readonly about: string;
  readonly level: Stage['level'];
  readonly partOf?: string;
  /** Only these of the catalogue; left out: all. */
  readonly only?: readonly string[];
}

interface Played {
  readonly name: string;
  /** The problem of each try; undefined where it went well. */
  readonly tries: readonly (string | undefined)[];
}

/** A stage that plays scenarios by `npm run sandbox -- --play`, two side by side; each is one test. */
export function scenarioStage({ only, ...stage }: ScenarioStageOptions): Stage {
  return {
    ...stage,
    run: async (surroundings) => {
      const stories = (await storiesOf()).filter(({ name }) => only?.includes(name) ?? true);
      for (const folder of [usedRightsFolder(surroundings.folder), messagesFolder(surroundings.folder)]) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
      }
      const first = await inLanes(stories, async (story) => play(story, 1, surroundings));
      const played: Played[] = [];
      for (const [index, story] of stories.entries()) {
        const tries = [first[index]];
        if (first[index] !== undefined) tries.push(await play(story, 2, surroundings));
        played.push({ name: story.name, tries });
      }
      return resultOf(played);
    },
  };
}

/** Each item once, so many at a time; answers in the order of the items. */
async function inLanes<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

/** Where the rights that each story used are kept for the stage that compares them with the manifests. */
export function usedRightsFolder(folder: string): string {
  return join(folder, 'used-rights');
}

/** Where everything that each story said in Slack is kept for the stage that has it read by another make. */
export function messagesFolder(folder: string): string {
  return join(folder, 'messages');
}

/** Every scenario that has a story; one without scenes is a place for other programs. */
export async function storiesOf(): Promise<readonly StoryToPlay[]> {
  // Read late: a catalogue that cannot be loaded is a failure of this stage alone.
  const catalogue = (await import('../../src/sandbox/scenarios/catalogue.ts')) as {
    readonly SCENARIOS: readonly StoryToPlay[];
  };
  return catalogue.SCENARIOS.filter(({ scenes }) => scenes === undefined || scenes.length > 0);
}

/** The problem; undefined if it went well. What it used of its rights is kept then. */
async function play(
  story: StoryToPlay,
  attempt: number,
  surroundings: Surroundings,
): Promise<string | undefined> {
  const begun = performance.now();
  surroundings.progress(`${story.name} is being played`);
  const { problem, used } = await playOnce(story, attempt, surroundings);
  const seconds = Math.round((performance.now() - begun) / 1_000);
  surroundings.tell(`    ${problem === undefined ? 'ok    ' : 'FAILED'} ${story.name} (${seconds} s)`);
  if (problem === undefined && used !== undefined) {
    const file = join(usedRightsFolder(surroundings.folder), `${story.name}.json`);
    writeFileSync(file, JSON.stringify(used));
  }
  return problem;
}

async function playOnce(
  { name, minutesMax, policy }: StoryToPlay,
  attempt: number,
  { root, folder }: Surroundings,
): Promise<{ readonly problem: string | undefined; readonly used?: unknown }> {
  const speed = /^\d+s$/.test(String(policy?.['window'])) ? SPEED_OF_SHORT_WINDOWS : SPEED;
  const limit = Math.ceil(minutesMax / speed) + MARGIN_MINUTES;
  const finished = await runCommand({
    words: [
      ...`npm run --silent sandbox -- --play --scenario ${name} --json --speed ${speed} --messages`.split(
        ' ',
      ),
      join(messagesFolder(folder), `${name}.json`),
    ],
    cwd: root,
    logFile: join(folder, `scenario-${name}-${attempt}.log`),
    minutesMax: limit,
  });
  return readPlay(name, finished.stdout, finished.code === 0 ? undefined : whyItEnded(finished, limit));
}

/** Reads the JSON line of a play. `ending`: why the program ended badly, if it did. */
export function readPlay(
  name: string,
  stdout: string,
  ending: string | undefined,
): { readonly problem: string | undefined; readonly used?: unknown } {
  const result = resultLine(stdout);
  if (!result) return { problem: ending ?? `it printed no result:\n${stdout.slice(-1_000)}` };
  const { scenario, outcome, expected, ok, problems = [], used } = result;
  if (scenario !== name) return { problem: `it played ${scenario}, not ${name}` };
  if (ok && outcome === expected && ending === undefined) return { problem: undefined, used };
  const reasons = problems.length > 0 ? problems : [ending ?? 'it does not say why'];
  return { problem: `ended ${outcome}, expected ${expected}: ${reasons.join('; ')}` };
}

interface PlayResult {
  readonly scenario: string;
  readonly outcome: string;
  readonly expected: string;
  readonly ok: boolean;
  readonly problems?: readonly string[];
  readonly used?: unknown;
}

function resultLine(stdout: string): PlayResult | undefined {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'scenario' in value
      ? (value as PlayResult)
      : undefined;
  } catch {
    return undefined;
  }
}

function resultOf(played: readonly Played[]): Awaited<ReturnType<Stage['run']>> {
  const bad = played.filter(({ tries }) => tries.at(-1) !== undefined);
  const failures: Failure[] = bad.map(({ name, tries }) => ({
    name: `scenario ${name}`,
    message: tries.map((problem, index) => `try ${index + 1}: ${problem ?? 'ok'}`).join('\n'),
  }));
  if (played.length === 0) failures.push({ name: 'scenarios', message: 'there are none to play' });
  const again = played.filter(({ tries }) => tries.length > 1 && tries.at(-1) === undefined);
  return {
    passed: played.length - bad.length,
    failures,
    skipped: [],
    read: `${played.length} stories`,
    notes: again.map(
      ({ name, tries }) => `${name} went well at its second try; the first: ${tries[0] ?? ''}`,
    ),
  };
}
