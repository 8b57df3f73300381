/** The parts of the replayer that the tests use; the format of a story is described in kubernetes/README.md. */

export interface StoryStep {
  say: string;
  cleanup?: boolean;
  controllersPaused?: boolean;
  hook?: string;
  request?: Record<string, unknown>;
  until?: Record<string, unknown>;
  watch?: Record<string, unknown>;
  during?: StoryStep[];
  [field: string]: unknown;
}

export interface Story {
  story: string;
  theme: string;
  about: string;
  needs?: string[];
  steps: StoryStep[];
}

export class Server {
  constructor(options: { url: string; tokens: Record<string, string>; ca?: string; insecure?: boolean });
  readonly agent: { destroy(): void };
}

export class Difference extends Error {}

export interface PlaySettings {
  server: Server;
  patience?: number;
  hooks?: Record<string, () => void | Promise<void>>;
  onStep?: (step: StoryStep) => void;
  onCleanupProblem?: (step: StoryStep, error: Error) => void;
}

export function play(story: Story, settings: PlaySettings): Promise<void>;
export function hooksOf(story: Story): string[];
