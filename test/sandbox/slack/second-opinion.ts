import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Judged } from '../../../src/sandbox/slack/state/verdict-book.ts';
import { pythonEnvironment } from '../python-environment.ts';

const SCRIPT = fileURLToPath(new URL('second_opinion.py', import.meta.url));

export type SecondOpinion =
  | { readonly ok: true; readonly complaints: readonly (string | null)[] }
  | { readonly ok: false; readonly reason: string };

/** What the block classes of slack_sdk, of another make than ours, say of each message or view; null: nothing. */
export async function secondOpinion(
  items: readonly Pick<Judged, 'surface' | 'content'>[],
): Promise<SecondOpinion> {
  const environment = await pythonEnvironment('slack_sdk==3.47.0');
  if (!environment.ok) return environment;
  const child = spawn(environment.python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(JSON.stringify(items.map(({ surface, content }) => ({ surface, content }))));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`second_opinion.py ended with ${code}`);
  return { ok: true, complaints: JSON.parse(Buffer.concat(chunks).toString()) as (string | null)[] };
}
