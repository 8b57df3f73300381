import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenForHealth } from '../../../src/adapters/system/health-listener.ts';
import type { HealthListener } from '../../../src/adapters/system/health-listener.ts';

let health: HealthListener;

beforeEach(async () => {
  health = await listenForHealth(0);
});

afterEach(async () => health.close());

describe('the listener for probes', () => {
  it('is alive from the start, and ready when it was told so', async () => {
    expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 503]);

    health.setReady(true);
    expect(await status('/readyz')).toBe(200);

    health.setReady(false);
    expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 503]);
  });

  it('has nothing else to say', async () => {
    expect(await status('/')).toBe(404);
    expect(await status('/healthz', 'POST')).toBe(404);
  });

  it('says that its port is taken', async () => {
    await expect(listenForHealth(health.port)).rejects.toThrow(/EADDRINUSE/);
  });
});

async function status(path: string, method = 'GET'): Promise<number> {
  return (await fetch(`http://127.0.0.1:${health.port}${path}`, { method })).status;
}
