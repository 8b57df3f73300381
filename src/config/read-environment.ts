import { z } from 'zod';
import { nearestWord } from '../core/nearest-word.ts';
import type { Role, TimeScaleConfig } from './config.ts';
import type { Problem } from './problem.ts';
import { Secret } from './secret.ts';
import { readTimeScale } from './time-scale.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a text file; throws when it cannot. */
export type ReadFile = (path: string) => string;

/** What the environment says. A part that is missing or wrong is undefined and has a problem, or is not needed. */
export interface EnvironmentSettings {
  readonly roles: readonly Role[];
  readonly time: TimeScaleConfig;
  readonly redisUrl: Secret | undefined;
  readonly slackApiUrl: string;
  readonly slackPort: number;
  readonly botToken: Secret | undefined;
  readonly appToken: Secret | undefined;
  readonly signingSecrets: readonly Secret[];
  readonly auditFile: string | undefined;
  readonly healthPort: number | undefined;
  readonly place: { readonly nodeName?: string; readonly podName?: string };
}

const ROLES: readonly Role[] = ['gateway', 'engine'];
const PORT_MAX = 65_535;

export function readEnvironment(
  env: Environment,
  readFile: ReadFile,
  problems: Problem[],
): EnvironmentSettings {
  const slackPortName = valueOf(env, 'SLACK_PORT') === undefined ? 'PORT' : 'SLACK_PORT';
  const secret = (name: string): Secret | undefined => readSecret(env, name, readFile, problems);
  return {
    roles: readRoles(valueOf(env, 'DROVER_ROLES'), problems),
    time: readTimeScale(valueOf(env, 'DROVER_TIME_SCALE'), problems),
    redisUrl: checkRedisUrl(secret('REDIS_URL'), problems),
    slackApiUrl: readApiUrl(valueOf(env, 'SLACK_API_URL'), problems),
    slackPort: readPort(env, slackPortName, 3_000, problems),
    botToken: checkPrefix(secret('SLACK_BOT_TOKEN'), 'SLACK_BOT_TOKEN', 'xoxb-', problems),
    appToken: checkPrefix(secret('SLACK_APP_TOKEN'), 'SLACK_APP_TOKEN', 'xapp-', problems),
    signingSecrets: splitSecrets(secret('SLACK_SIGNING_SECRET')),
    auditFile: valueOf(env, 'DROVER_AUDIT_FILE'),
    healthPort: readPort(env, 'DROVER_HEALTH_PORT', undefined, problems),
    place: {
      ...named('nodeName', valueOf(env, 'NODE_NAME')),
      ...named('podName', valueOf(env, 'POD_NAME')),
    },
  };
}

/** An empty variable is one that is not set: manifests cannot leave one out by a condition. */
function valueOf(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function named<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
}

/** A secret from its variable, or from the file that `NAME_FILE` names. */
function readSecret(
  env: Environment,
  name: string,
  readFile: ReadFile,
  problems: Problem[],
): Secret | undefined {
  const direct = valueOf(env, name);
  const file = valueOf(env, `${name}_FILE`);
  if (direct !== undefined && file !== undefined)
    problems.push({ path: `${name}_FILE`, message: `is set beside ${name}: leave one of them out` });
  if (file === undefined) return direct === undefined ? undefined : new Secret(direct);
  try {
    const text = readFile(file).trim();
    if (text !== '') return new Secret(text);
    problems.push({ path: `${name}_FILE`, message: `${file} is empty` });
  } catch (error) {
    problems.push({ path: `${name}_FILE`, message: `${file} cannot be read: ${reasonOf(error)}` });
  }
  return undefined;
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function checkPrefix(
  secret: Secret | undefined,
  path: string,
  prefix: string,
  problems: Problem[],
): Secret | undefined {
  if (secret && !secret.reveal().startsWith(prefix))
    problems.push({ path, message: `must be a token that begins with ${prefix}` });
  return secret;
}

/** The current signing secret, then the former one while it is being changed. */
function splitSecrets(secret: Secret | undefined): readonly Secret[] {
  const texts = secret?.reveal().split(',') ?? [];
  return texts.flatMap((text) => (text.trim() === '' ? [] : [new Secret(text.trim())]));
}

function checkRedisUrl(secret: Secret | undefined, problems: Problem[]): Secret | undefined {
  if (secret && !/^rediss?:\/\//.test(secret.reveal()))
    problems.push({ path: 'REDIS_URL', message: 'must begin with redis:// or rediss://' });
  return secret;
}

function readRoles(text: string | undefined, problems: Problem[]): readonly Role[] {
  const words = (text ?? 'gateway,engine').split(',').map((word) => word.trim());
  for (const word of words) {
    if (ROLES.some((role) => role === word)) continue;
    const meant = nearestWord(word, ROLES);
    const hint = meant === undefined ? `the roles are ${ROLES.join(' and ')}` : `did you mean "${meant}"?`;
    problems.push({ path: 'DROVER_ROLES', message: `there is no role "${word}"; ${hint}` });
  }
  return ROLES.filter((role) => words.includes(role));
}

function readApiUrl(text: string | undefined, problems: Problem[]): string {
  const url = text ?? 'https://slack.com/api/';
  if (!z.url({ protocol: /^https?$/ }).safeParse(url).success)
    problems.push({ path: 'SLACK_API_URL', message: 'must be an http(s) address' });
  return url.endsWith('/') ? url : `${url}/`;
}

function readPort<Usual extends number | undefined>(
  env: Environment,
  name: string,
  usual: Usual,
  problems: Problem[],
): number | Usual {
  const text = valueOf(env, name);
  if (text === undefined) return usual;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > PORT_MAX)
    problems.push({ path: name, message: `must be a port number from 0 to ${PORT_MAX}` });
  return port;
}
