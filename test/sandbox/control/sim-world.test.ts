import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aControl } from './a-control.ts';

interface Refused {
  readonly error: string;
}

describe('the world through the test API', () => {
  it('changes the speed of the clock, within bounds', async () => {
    const control = await aControl();

    expect(await control.post('speed', { speed: 50 })).toEqual({
      status: 200,
      body: { ok: true, speed: 50 },
    });
    expect(control.world().clock.speed).toBe(50);
    for (const speed of [0, -1, '20', 1e9, null]) {
      const { status, body } = await control.post<Refused>('speed', { speed });
      expect(status).toBe(400);
      expect(body.error).toContain('speed must be a number from 0.1 to 1000');
    }
    expect(control.world().clock.speed).toBe(50);
  });

  it('arms faults that strike, lists them and takes them back', async () => {
    const control = await aControl();
    const { faults } = control.world();
    const fault = {
      target: 'kubernetes',
      match: { method: 'POST', path: '/eviction$' },
      answer: { status: 500, headers: { 'x-a': 'b' }, body: { kind: 'Status' }, delayMs: 5, drop: 'answer' },
      times: 1,
    };

    const { body } = await control.post<{ id: number }>('faults', fault);
    expect((await control.get('faults')).body).toMatchObject([{ id: body.id, ...fault }]);
    expect(faults.strike('kubernetes', 'GET', '/pods/a/eviction', 'x')).toBeUndefined();
    expect(faults.strike('kubernetes', 'POST', '/pods/a/eviction', 'x')).toEqual(fault.answer);
    expect(faults.strike('kubernetes', 'POST', '/pods/a/eviction', 'x')).toBeUndefined();

    await control.post('faults', { target: 'aws', match: {}, answer: { status: 503 } });
    const removed = await fetch(`${control.sim}/faults`, { method: 'DELETE' });
    expect(await removed.json()).toEqual({ ok: true, removed: 2 });
    expect(faults.strike('aws', 'POST', 'ec2:DescribeInstances', 'x')).toBeUndefined();
  });

  it.each([
    [{ target: 'gcp', match: {}, answer: {} }, /target must be one of kubernetes, aws, slack/],
    [{ target: 'aws', match: { path: '(' }, answer: {} }, /path must be a regular expression/],
    [
      { target: 'aws', match: { paths: 'x' }, answer: {} },
      /unknown field paths in match; it takes method, path/,
    ],
    [{ target: 'aws', match: {}, answer: { status: 99 } }, /status must be a number from 200 to 599/],
    [
      { target: 'aws', match: {}, answer: { drop: 'all' } },
      /drop must be one of request, answer, true, false/,
    ],
    [{ target: 'aws', match: {}, answer: {}, times: 0.5 }, /times must be a number from 1/],
    [{ match: {}, answer: {} }, /target must be one of/],
  ])('refuses the fault %j', async (fault, words) => {
    const control = await aControl();

    const { status, body } = await control.post<Refused>('faults', fault);

    expect(status).toBe(400);
    expect(body.error).toMatch(words);
    expect((await control.get('faults')).body).toEqual([]);
  });

  it('pauses and resumes the controllers, and compacts the history', async () => {
    const control = await aControl();

    await control.post('controllers', { paused: true });
    expect(control.world().isPaused()).toBe(true);
    await control.post('controllers', { paused: false });
    expect(control.world().isPaused()).toBe(false);

    const { store } = control.world().cluster;
    const compacted = await control.post<{ compacted: number }>('compact');
    expect(compacted.body.compacted).toBeGreaterThan(1_000);
    expect(store.compacted).toBe(compacted.body.compacted);
  });

  it('starts another world, with what is left out as it was', async () => {
    const control = await aControl({ seed: 7 });
    const before = control.world();

    const reset = await control.post('reset', { scenario: 'healthy', seed: 3 });
    expect(reset).toEqual({ status: 200, body: { ok: true, scenario: 'healthy', seed: 3 } });
    expect(control.world()).not.toBe(before);
    expect((await control.post('reset', {})).body).toEqual({ ok: true, scenario: 'healthy', seed: 3 });
    const unknown = await control.post<Refused>('reset', { scenario: 'nirvana' });
    expect(unknown.status).toBe(404);
    expect(unknown.body.error).toMatch(/no scenario nirvana; there are healthy, blocked-pdb/);
    expect((await control.post('reset', { seed: -1 })).status).toBe(400);
  });

  it('does one reset or change of speed at a time', async () => {
    let finish = (): void => {};
    const control = await aControl({
      parts: { setSpeed: () => new Promise<void>((resolve) => (finish = resolve)) },
    });

    const first = control.post('speed', { speed: 2 });
    await expect.poll(async () => (await control.post('reset', {})).status).toBe(409);
    finish();

    expect((await first).status).toBe(200);
    expect((await control.post('reset', {})).status).toBe(200);
  });

  it('counts requests, and those evictions alone that were granted', async () => {
    const control = await aControl();
    const { traffic, effects } = control.world();
    traffic.services['shop/web'] = { ok: 90, failed: 2 };
    const eviction = {
      at: 0,
      actor: 'drover-engine',
      verb: 'create pods/eviction',
      object: 'Pod/shop/web-1',
    };
    effects.record({ ...eviction, uid: 'a', status: 429 });
    effects.record({ ...eviction, uid: 'a', status: 201 });
    effects.record({ ...eviction, uid: 'a', status: 201 });
    effects.record({ ...eviction, uid: 'b', status: 201 });
    effects.record({ ...eviction, verb: 'delete pods', uid: 'c', status: 200 });

    expect((await control.get('meters')).body).toEqual({
      services: { 'shop/web': { ok: 90, failed: 2 } },
      evictions: { a: 2, b: 1 },
    });
    const after = await control.get<{ seq: number }[]>('effects?after=3');
    expect(after.body.map(({ seq }) => seq)).toEqual([4, 5]);
    expect((await control.get<object[]>('effects')).body[0]).toEqual({
      seq: 1,
      ...eviction,
      uid: 'a',
      status: 429,
    });
  });

  it('switches the app to HTTP when its address echoes the challenge, and back', async () => {
    const control = await aControl();
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => response.end((JSON.parse(body) as { challenge: string }).challenge));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;

    expect((await control.post('app', { requestUrl })).body).toEqual({ ok: true, mode: 'http' });
    expect((await control.post('app', { requestUrl: null })).body).toEqual({ ok: true, mode: 'socket' });
    const deaf = await control.post<Refused>('app', { requestUrl: 'http://127.0.0.1:1/' });
    expect(deaf).toMatchObject({ status: 400, body: { code: 'url_not_verified' } });
    expect((await control.post('app', { requestUrl: 'ftp://x' })).status).toBe(400);
  });

  it('says that there is no critical path while none is known', async () => {
    const control = await aControl();

    expect((await control.get('critical-path')).status).toBe(404);
    Object.assign(control.world(), { criticalPath: () => ({ seconds: 600 }) });
    expect((await control.get('critical-path')).body).toEqual({ seconds: 600 });
  });

  it('tells of drover, and that there is none in a world for other programs', async () => {
    const control = await aControl();
    const alone = await aControl({ parts: { drover: () => undefined } });

    expect((await control.get('drover')).body).toMatchObject({ state: 'running', log: ['drover is ready'] });
    expect((await alone.get('drover')).status).toBe(404);
  });
});
