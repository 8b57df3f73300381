import { describe, expect, it } from 'vitest';
import { PinoLog } from '../../../src/adapters/system/pino-log.ts';
import { Secret } from '../../../src/config/secret.ts';
import { PortError } from '../../../src/ports/port-error.ts';

describe('PinoLog', () => {
  it('writes one JSON line: the sentence, the fields, the level, the time', () => {
    const [line] = logged((log) => log.warn('The node did not join.', { node: 'ip-10-0-0-1' }));

    expect(line).toMatchObject({
      level: 'warn',
      msg: 'The node did not join.',
      node: 'ip-10-0-0-1',
      role: 'engine',
    });
    expect(Date.parse(line?.['time'] as string)).toBeGreaterThan(0);
  });

  it('writes no field whose name says that it is a secret', () => {
    const [line] = logged((log) =>
      log.info('A call was made.', {
        headers: { authorization: 'Bearer abc' },
        botToken: 'x',
        tokenSpentMs: 5,
      }),
    );

    expect(line).toMatchObject({
      headers: { authorization: '[secret]' },
      botToken: '[secret]',
      tokenSpentMs: 5,
    });
  });

  it.each([
    'xoxb-12345-67890-abcdefghijkl',
    'xapp-1-A1-22-abcdef',
    'AKIAIOSFODNN7EXAMPLE',
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln',
    'k8s-aws-v1.aHR0cHM6Ly9zdHM',
    'Bearer abcdefghijkl',
    'https://hooks.slack.com/commands/T1/2/3',
  ])('hides the text %s wherever it stands', (secret) => {
    const [line] = logged((log) =>
      log.error(`it was ${secret}`, { note: `seen ${secret} here`, list: [secret] }),
    );

    expect(JSON.stringify(line)).not.toContain(secret);
    expect(line).toMatchObject({ msg: 'it was [secret]', note: 'seen [secret] here', list: ['[secret]'] });
  });

  it('hides the password in an address', () => {
    const [line] = logged((log) => log.info('Connected.', { url: 'redis://user:hunter2@redis:6379/0' }));

    expect(line).toMatchObject({ url: 'redis://user:[secret]@redis:6379/0' });
  });

  it('writes a Secret as [secret]', () => {
    const [line] = logged((log) => log.info('Configured.', { slack: { signing: new Secret('hunter2') } }));

    expect(JSON.stringify(line)).not.toContain('hunter2');
  });

  it('writes an error with its kind and its causes', () => {
    const cause = new Error('connect ECONNREFUSED');
    const [line] = logged((log) =>
      log.error('A look failed.', {
        error: new PortError('unavailable', 'kubernetes: list nodes', 'no answer', { cause }),
      }),
    );

    expect(line?.['error']).toMatchObject({
      kind: 'unavailable',
      operation: 'kubernetes: list nodes',
      message: 'kubernetes: list nodes: no answer',
      cause: { message: 'connect ECONNREFUSED' },
    });
  });
});

function logged(write: (log: PinoLog) => void): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const log = new PinoLog(
    { role: 'engine' },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  write(log);
  return lines;
}
