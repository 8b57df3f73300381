import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { aControl } from './a-control.ts';

interface Refused {
  readonly error: string;
}

/** With headers that `fetch` would not let a program set. */
async function rawStatus(url: string, headers: Record<string, string>, method = 'POST'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? '{"speed":3}' : undefined);
  });
}

describe('the control’s server', () => {
  it('takes requests of programs and of its own page only', async () => {
    const control = await aControl();
    const { host, origin } = new URL(control.page);
    const speed = `${control.sim}/speed`;
    const { clock } = control.world();

    expect(await rawStatus(speed, { host, origin: 'https://evil.example' })).toBe(403);
    expect(await rawStatus(speed, { host, origin: 'null' })).toBe(403);
    expect(await rawStatus(speed, { host: 'evil.example' })).toBe(403);
    expect(await rawStatus(speed, { host: `evil.example:${new URL(control.page).port}` })).toBe(403);
    expect(await rawStatus(`${control.sim}/effects`, { host, 'sec-fetch-site': 'cross-site' }, 'GET')).toBe(
      403,
    );
    expect(clock.speed).toBe(200);

    expect(await rawStatus(speed, { host, origin })).toBe(200);
    expect(await rawStatus(speed, { host })).toBe(200);
    expect(clock.speed).toBe(3);
  });

  it('refuses what is no JSON object, unknown fields and bodies beyond a megabyte, and changes nothing', async () => {
    const control = await aControl();
    const post = async (body: string): Promise<{ status: number; body: Refused }> => {
      const response = await fetch(`${control.sim}/speed`, { method: 'POST', body });
      return { status: response.status, body: (await response.json()) as Refused };
    };

    expect(await post('{')).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('not JSON') },
    });
    expect(await post('[]')).toMatchObject({
      status: 400,
      body: { error: 'the body must be a JSON object with speed' },
    });
    expect(await post('{"speed":5,"pace":1}')).toMatchObject({
      status: 400,
      body: { error: 'unknown field pace in the body; it takes speed' },
    });
    expect(await post(`{"speed":5,"x":"${'x'.repeat(1_100_000)}"}`)).toMatchObject({ status: 413 });
    expect(control.world().clock.speed).toBe(200);
  });

  it('names what there is when something is asked that is not there', async () => {
    const control = await aControl();

    const unknown = await control.get<Refused>('slashes');
    expect(unknown.status).toBe(404);
    expect(unknown.body.error).toMatch(/no slashes; it has POST slash, POST click/);
    const wrong = await fetch(`${control.sim}/slash`);
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('POST');
    expect((await control.get('effects?since=1')).status).toBe(400);
    expect((await control.get('messages?channel=a&channel=b')).status).toBe(400);
    expect((await fetch(`${control.page}nothing`)).status).toBe(404);
    expect((await fetch(control.page, { method: 'PUT' })).status).toBe(405);
  });

  it('serves nothing from outside the page’s folder', async () => {
    const control = await aControl();

    for (const path of [
      'page/../control/start-control.ts',
      'page/%2e%2e/clock.ts',
      'page//etc/passwd',
      'page/tsconfig.json',
    ]) {
      expect(await rawStatus(`${control.page}${path}`, { host: new URL(control.page).host }, 'GET')).toBe(
        404,
      );
    }
  });
});
