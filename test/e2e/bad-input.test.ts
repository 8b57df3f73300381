import { createHmac } from 'node:crypto';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../src/sandbox/play/conversation.ts';
import { CREDENTIALS } from '../../src/sandbox/run/credentials.ts';
import type { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { PLACE } from '../../src/sandbox/scenarios/stage/place-names.ts';
import { ephemerals } from '../../src/sandbox/slack/hands/ephemerals.ts';
import { slash } from '../../src/sandbox/slack/hands/slash.ts';
import { startSmallHost } from './a-small-host.ts';

const PROGRAM = fileURLToPath(new URL('../../src/drover.js', import.meta.url));

describe('bad input gets a clear error and changes nothing', () => {
  let host: SandboxHost;
  let url: string;

  beforeAll(async () => {
    host = await startSmallHost();
    url = `http://127.0.0.1:${host.environment('http')['SLACK_PORT']}/slack/events`;
  }, 120_000);

  afterAll(async () => host.close());

  /** What ann alone reads after she typed this. */
  async function answerTo(text: string): Promise<string> {
    const before = ephemerals(host.world.slack, { user: 'ann' })?.length ?? 0;
    await slash(host.world.slack, { user: 'ann', channel: PLACE.channel, text });
    const all = (): readonly unknown[] => ephemerals(host.world.slack, { user: 'ann' }) ?? [];
    await expect.poll(() => all().length, { timeout: 10_000 }).toBeGreaterThan(before);
    return JSON.stringify(all().at(-1));
  }

  /** drover's doings that are more than leading: its lease and its own looks aside. */
  function deeds(): readonly string[] {
    return host.world.effects
      .all()
      .filter(({ actor, verb }) => actor.includes('drover') && !/leases|selfsubject/.test(verb))
      .map(({ verb, object }) => `${verb} ${object}`);
  }

  it.each([
    ['/patch prod wrokers', 'workers'],
    ['/patch prd workers', 'prod'],
    ['/patch staus', 'status'],
    ['/patch prod', 'workers'],
    ['/patch prod workers --dryrun', '--dry-run'],
    ['/patch "><script>alert(1)</script> `rm -rf` <!channel>', 'E-'],
    [`/patch ${'x'.repeat(2_000)}`, 'E-'],
    ['/patch prod workers; drop table', 'E-'],
    ['/patch \u202e\u0000\ud83d\ude00 prod', 'E-'],
  ])('%s', async (text, wanted) => {
    const before = [said(host.world).length, deeds().length];

    const answer = await answerTo(text);

    expect(answer).toContain(wanted);
    expect(answer).not.toContain('<!channel>');
    expect([said(host.world).length, deeds().length]).toEqual(before);
  });

  const command = new URLSearchParams({
    command: '/patch',
    text: 'prod workers',
    team_id: 'T0SANDBOX',
    user_id: 'U0ANN',
    channel_id: 'C0',
    trigger_id: '1.2.x',
    response_url: 'https://hooks.slack.com/commands/1/2/3',
  }).toString();

  async function post(signature: (base: string) => string, at = Date.now()): Promise<number> {
    const timestamp = String(Math.floor(at / 1_000));
    const answer = await fetch(url, {
      method: 'POST',
      body: command,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature(`v0:${timestamp}:${command}`),
      },
    });
    return answer.status;
  }

  function signedBy(secret: string): (base: string) => string {
    return (base) => `v0=${createHmac('sha256', secret).update(base).digest('hex')}`;
  }

  it('a forged signature, a cut one, none, and a request of an hour ago', async () => {
    const before = [said(host.world).length, deeds().length];
    const { signingSecret } = CREDENTIALS.slack;

    const answers = await Promise.all([
      post(signedBy('somebody else')),
      post((base) => signedBy(signingSecret)(base).slice(0, 20)),
      post(() => ''),
      post(signedBy(signingSecret), Date.now() - 3_600_000),
      post(signedBy(signingSecret), Date.now() + 3_600_000),
    ]);

    expect(answers).toEqual([401, 401, 401, 401, 401]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([said(host.world).length, deeds().length]).toEqual(before);
  });

  /** What a start with these settings ends with: its status and its standard error. */
  async function start(
    settings: string,
    more: Record<string, string> = {},
  ): Promise<readonly [number, string]> {
    const environment = host.environment();
    const file = join(dirname(environment['DROVER_CONFIG'] ?? ''), 'bad.yaml');
    writeFileSync(file, settings);
    return new Promise((resolve) => {
      const env = { PATH: process.env['PATH'], ...environment, DROVER_CONFIG: file, ...more };
      execFile(process.execPath, [PROGRAM, 'serve'], { env, timeout: 20_000 }, (error, out, err) =>
        resolve([Number(error?.code ?? 0), `${out}${err}`]),
      );
    });
  }

  it('YAML that is none: its line and column', async () => {
    const [status, text] = await start('clusters:\n  - name: prod\n   nodeGroups: [\n');

    expect(status).toBe(1);
    expect(text).toMatch(/bad\.yaml.*line 3/i);
  });

  it('settings with several mistakes: each with its path, all at once', async () => {
    const [status, text] = await start(
      'clusters:\n  - name: prod\n    channel: 7\n    approvers: { needed: 0 }\npolicy: { surge: many }\nslak: {}\n',
    );

    expect(status).toBe(1);
    for (const path of ['clusters[0].channel', 'clusters[0].approvers', 'policy.surge', 'slak'])
      expect(text).toContain(path);
  });
});
