import { readFileSync } from 'node:fs';
import { SystemClock } from '../../src/adapters/system/system-clock.ts';
import { captureFleet } from '../../src/app/capture-fleet.ts';
import type { GroupSettings } from '../../src/app/group-settings.ts';
import { connectGroups } from '../../src/compose/connect-groups.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import type { FleetSnapshot } from '../../src/core/fleet/fleet-snapshot.ts';
import type { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';

interface Captured {
  readonly snapshot: FleetSnapshot;
  readonly settings: GroupSettings;
}

/** The node groups of the host's world as the product reads them: its configuration, its adapters, its composition. */
export async function captureIn(host: SandboxHost): Promise<readonly Captured[]> {
  const environment = host.environment();
  Object.assign(process.env, environment);
  const parsed = parseConfig(environment, (path) => readFileSync(path, 'utf8'));
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  const { config } = parsed;
  const clock = new SystemClock(config.time);
  const captured: Captured[] = [];
  for (const cluster of config.clusters) {
    const { groups, connection } = connectGroups(config, cluster, onlyLooking(clock), 'drover/test');
    try {
      for (const { ports, settings } of groups)
        captured.push({ snapshot: await inSomeTries(async () => captureFleet(ports, settings)), settings });
    } finally {
      await connection.close();
    }
  }
  return captured;
}

/** As the engine does, which looks again when the cluster did not answer. */
async function inSomeTries(capture: () => Promise<FleetSnapshot>): Promise<FleetSnapshot> {
  for (let left = TRIES_MAX - 1; left > 0; left--) {
    const captured = await capture().catch(() => undefined);
    if (captured) return captured;
  }
  return capture();
}

const TRIES_MAX = 5;

/** What a look needs beside cluster and cloud; the rest of drover is never asked. */
function onlyLooking(clock: SystemClock): Parameters<typeof connectGroups>[2] {
  return { clock } as unknown as Parameters<typeof connectGroups>[2];
}
