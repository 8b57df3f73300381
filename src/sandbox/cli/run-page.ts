import { startControl } from '../control/start-control.ts';
import type { ControlParts } from '../control/control-parts.ts';
import { SandboxHost } from '../run/sandbox-host.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { PLACE } from '../scenarios/stage/place-names.ts';
import type { SandboxOptions } from './options.ts';
import { untilAskedToStop } from './until-asked-to-stop.ts';

/** The world, drover and the page, until Ctrl-C. */
export async function runPage({ scenario, seed, speed, port, verbose }: SandboxOptions): Promise<void> {
  const host = await SandboxHost.start({
    scenario,
    seed,
    speed,
    withDrover: true,
    mode: 'http',
    onProgress: (text) => console.error(`  ${text}`),
    ...(verbose ? { onLine: (line: string) => console.error(line) } : {}),
  });
  const control = await startControl(controlParts(host), { port }).catch(async (error: unknown) => {
    await host.close();
    throw error;
  });
  console.log(`\n  Open ${control.page}\n`);
  console.log(
    `  Scenario ${scenario.name} at ${speed}x. Type /patch prod workers as Ann, approve as Bob. Ctrl-C ends it.`,
  );
  await untilAskedToStop();
  await control.close();
  await host.close();
}

/** What the page and the test API see of a host; asked anew each time, so that a reset shows the new world. */
export function controlParts(host: SandboxHost): ControlParts {
  return {
    world: () => {
      const { world } = host;
      return {
        clock: world.clock,
        effects: world.effects,
        faults: world.faults,
        cluster: world.cluster,
        cloud: world.cloud,
        slack: world.slack,
        controllers: world.controllers,
        traffic: world.traffic,
        scenario: labelOf(world.scenario),
        seed: world.seed,
        commandExamples: [`/patch ${PLACE.cluster} ${PLACE.nodeGroup}`, '/patch status', '/patch help'],
      };
    },
    drover: () => host.droverFacts(),
    scenarios: SCENARIOS.map(labelOf),
    setSpeed: async (speed) => host.setSpeed(speed),
    reset: async (wish) => host.reset(wish),
  };
}

function labelOf({ name, title, about }: { name: string; title: string; about: string }): {
  name: string;
  title: string;
  about: string;
} {
  return { name, title, about };
}
