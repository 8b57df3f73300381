import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDockerfile } from './read-dockerfile.ts';
import type { BuildStage, Instruction } from './read-dockerfile.ts';

/** The last stage of a Dockerfile, built without an engine: a folder stands for its file system. */
export interface BuiltImage {
  /** The folder that stands for `/`. */
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly base: string;
}

interface StageState {
  readonly root: string;
  workdir: string;
  env: Record<string, string>;
  user: string;
  entrypoint: readonly string[];
  cmd: readonly string[];
}

const OUTPUT_MAX_BYTES = 64 * 1024 * 1024;

/**
 * Does what the instructions say, one stage a folder under `folder`. The context is what a clean checkout has, less what
 * .dockerignore keeps out. Programs are those of this machine, with the project's Node.
 */
export function buildInFolders(checkout: string, folder: string): BuiltImage {
  const context = join(folder, 'context');
  makeContext(checkout, context);
  const stages = readDockerfile(readFileSync(join(checkout, 'Dockerfile'), 'utf8'));
  const roots = new Map<string, string>();
  let last: { readonly stage: BuildStage; readonly state: StageState } | undefined;
  for (const [index, stage] of stages.entries()) {
    const name = stage.name ?? `stage-${index}`;
    const state: StageState = {
      root: join(folder, name),
      workdir: '/',
      env: {},
      user: '',
      entrypoint: [],
      cmd: [],
    };
    mkdirSync(state.root, { recursive: true });
    roots.set(name, state.root);
    for (const instruction of stage.instructions) perform(instruction, state, context, roots);
    last = { stage, state };
  }
  if (!last) throw new Error('the Dockerfile has no stage');
  return { ...last.state, base: last.stage.base };
}

function perform(
  { name, text }: Instruction,
  state: StageState,
  context: string,
  roots: ReadonlyMap<string, string>,
): void {
  switch (name) {
    case 'WORKDIR':
      state.workdir = text;
      mkdirSync(join(state.root, text), { recursive: true });
      return;
    case 'ENV':
      state.env = { ...state.env, ...Object.fromEntries([text.split('=') as [string, string]]) };
      return;
    case 'COPY':
      return copy(text, state, context, roots);
    case 'RUN':
      return runStep(text, state);
    case 'USER':
      state.user = text;
      return;
    case 'ENTRYPOINT':
      state.entrypoint = JSON.parse(text) as readonly string[];
      return;
    case 'CMD':
      state.cmd = JSON.parse(text) as readonly string[];
      return;
    case 'EXPOSE':
      return;
    default:
      throw new Error(`the instruction ${name} is not known here; teach this test what it does`);
  }
}

function copy(
  text: string,
  { root, workdir }: StageState,
  context: string,
  roots: ReadonlyMap<string, string>,
): void {
  const words = text.split(/\s+/);
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  const source = from === undefined ? context : roots.get(from);
  if (source === undefined) throw new Error(`there is no stage ${from}`);
  const target = words.pop() ?? '';
  const place = join(root, target.startsWith('/') ? target : join(workdir, target));
  for (const word of words) {
    const path = join(source, word);
    if (!existsSync(path)) throw new Error(`COPY ${text}: there is no ${word}`);
    const end = target.endsWith('/') ? join(place, word) : place;
    mkdirSync(dirname(end), { recursive: true });
    cpSync(path, end, { recursive: true, verbatimSymlinks: true });
  }
}

function runStep(text: string, { root, workdir, env }: StageState): void {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-ec', text], {
    cwd: join(root, workdir),
    encoding: 'utf8',
    // The packages were fetched for the checkout already.
    env: {
      ...process.env,
      npm_config_prefer_offline: 'true',
      ...env,
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    },
    maxBuffer: OUTPUT_MAX_BYTES,
  });
  if (status !== 0) throw new Error(`RUN ${text} ended with ${status}:\n${stdout}${stderr}`);
}

/** The tracked files that .dockerignore lets in, read as the file is here: a list of patterns, the last one wins. */
function makeContext(checkout: string, context: string): void {
  const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: checkout,
    encoding: 'utf8',
    maxBuffer: OUTPUT_MAX_BYTES,
  }).split('\0');
  const patterns = readFileSync(join(checkout, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const admitted = new Set<string>();
  for (const pattern of patterns) {
    const isExcepted = pattern.startsWith('!');
    const glob = isExcepted ? pattern.slice(1) : pattern;
    for (const file of tracked.filter((name) => name !== '' && matches(name, glob))) {
      if (isExcepted) admitted.add(file);
      else admitted.delete(file);
    }
  }
  for (const file of admitted) {
    if (!existsSync(join(checkout, file))) continue;
    mkdirSync(dirname(join(context, file)), { recursive: true });
    cpSync(join(checkout, file), join(context, file));
  }
}

/** Docker's patterns as far as they are used: everything, everything with an ending, a path with all that is under it. */
function matches(file: string, pattern: string): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('**/*')) return file.endsWith(pattern.slice('**/*'.length));
  return file === pattern || file.startsWith(`${pattern}/`);
}

/** Every file of an image with its size and time of change, to see whether a program wrote anything. */
export function filesOf({ root }: BuiltImage): readonly string[] {
  return globSync('**', { cwd: root })
    .map((path) => ({ path, stat: lstatSync(join(root, path)) }))
    .map(({ path, stat }) => `${path} ${stat.isDirectory() ? 'folder' : `${stat.size} ${stat.mtimeMs}`}`)
    .toSorted();
}
