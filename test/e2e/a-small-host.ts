import { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { findScenario } from '../../src/sandbox/scenarios/catalogue.ts';

/** The golden rollout: 2 nodes, 6 pods, one budget, windows of 10 s. */
export const SMALL = { scenario: 'small', seed: 7 } as const;

/** World seconds a real second: the seconds that a new start takes must stay small against the scenario's timeouts. */
const SPEED = 40;

/** A host of the golden rollout's world, with a drover. */
export async function startSmallHost(mode: 'http' | 'socket' = 'http'): Promise<SandboxHost> {
  return SandboxHost.start({
    scenario: findScenario(SMALL.scenario),
    seed: SMALL.seed,
    speed: SPEED,
    withDrover: true,
    mode,
  });
}
