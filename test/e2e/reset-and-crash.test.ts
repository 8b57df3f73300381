import { expect, it, onTestFinished } from 'vitest';
import { controlParts } from '../../src/sandbox/cli/run-page.ts';
import { startControl } from '../../src/sandbox/control/start-control.ts';
import { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { findScenario } from '../../src/sandbox/scenarios/catalogue.ts';

/** Real ms for two starts of a world with drover, on a machine that does other things too. */
const HOST_MAX_MS = 180_000;

it(
  'drover is reached in the next world even if its first start there ends in a power cut',
  { timeout: HOST_MAX_MS },
  async () => {
    const scenario = findScenario('small');
    const host = await SandboxHost.start({ scenario, seed: 1, speed: 20, withDrover: true, mode: 'http' });
    const control = await startControl(controlParts(host), { port: 0 });
    onTestFinished(async () => {
      await control.close();
      await host.close();
    });
    const { drover } = host;
    const lives = drover?.pid;

    const reset = host.reset({ scenario: 'small', seed: 2 });
    await expect
      .poll(() => drover?.state === 'starting' && drover.pid !== lives, { timeout: 60_000 })
      .toBe(true);
    await drover?.kill();
    await reset;

    expect(drover?.crashes).toBe(1);
    const said = { user: 'ann', channel: 'ops-prod', text: '/patch help' };
    const answer = await fetch(`${control.sim}/slash`, { method: 'POST', body: JSON.stringify(said) });
    expect(await answer.json()).toMatchObject({ ok: true });
  },
);
