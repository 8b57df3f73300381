import { SandboxHost } from '../../../src/sandbox/run/sandbox-host.ts';
import { said } from '../../../src/sandbox/play/conversation.ts';
import type { Scenario } from '../../../src/sandbox/scenarios/scenario.ts';
import { addNamespaces } from '../../../src/sandbox/scenarios/stage/add-ordinary-cluster.ts';
import { addNodeGroups } from '../../../src/sandbox/scenarios/stage/add-node-group.ts';
import { addDeployment } from '../../../src/sandbox/scenarios/stage/add-workload.ts';
import { PLACE } from '../../../src/sandbox/scenarios/stage/place-names.ts';
import { click } from '../../../src/sandbox/slack/hands/click.ts';
import { slash } from '../../../src/sandbox/slack/hands/slash.ts';
import { residentMiB } from './resident-memory.ts';

interface ManyRollouts {
  readonly groups: number;
  readonly commands: number;
  readonly seed: number;
  readonly speed: number;
  readonly tell: (line: string) => void;
}

interface ManyRolloutsResult {
  /** Rollouts that were running when the first command was typed, and when the last one was. */
  readonly running: readonly [number, number];
  /** Real ms from sending a command until drover acknowledged it. */
  readonly ackMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly memoryMiB: { readonly atRest: number | undefined; readonly atEnd: number | undefined };
}

/** Real ms in which all rollouts must have begun. */
const BEGIN_MAX_MS = 300_000;

/** Many node groups of one cluster are patched at once, while people go on typing commands. */
export async function playManyRollouts(options: ManyRollouts): Promise<ManyRolloutsResult> {
  const { groups, commands, seed, speed, tell } = options;
  const names = Array.from({ length: groups }, (_, index) => `g${String(index + 1).padStart(2, '0')}`);
  const host = await SandboxHost.start({
    scenario: manyGroups(names),
    seed,
    speed,
    withDrover: true,
    mode: 'http',
    onProgress: tell,
  });
  try {
    const atRest = residentMiB(host.drover?.pid);
    for (const name of names) await type(host, `/patch prod ${name}`);
    await approveAll(host, groups, tell);
    const before = running(host);
    const times: number[] = [];
    for (let count = 0; count < commands; count++) {
      times.push(await type(host, count % 2 === 0 ? '/patch status' : `/patch prod ${names[0]} --dry-run`));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
    return {
      running: [before, running(host)],
      ackMs: { p50: at(0.5), p99: at(0.99), max: at(1) },
      memoryMiB: { atRest, atEnd: residentMiB(host.drover?.pid) },
    };
  } finally {
    await host.close();
  }
}

function manyGroups(names: readonly string[]): Scenario {
  return {
    name: `${names.length}-groups`,
    title: `${names.length} node groups`,
    about: 'Two nodes in each group.',
    nodeGroups: names,
    build(stage) {
      addNodeGroups(
        stage,
        names.map((name) => ({ name, nodes: 2 })),
      );
      addNamespaces(stage, ['kube-system', 'shop']);
      stage.onceUp(() =>
        addDeployment(stage, {
          namespace: 'shop',
          name: 'web',
          replicas: names.length * 4,
          requestsPerSecond: 20,
          budget: { maxUnavailable: '50%' },
        }),
      );
    },
    expected: { outcome: 'succeeded' },
    minutesMax: 600,
  };
}

async function type({ world }: SandboxHost, text: string): Promise<number> {
  const result = await slash(world.slack, { user: 'ann', channel: PLACE.channel, text });
  if (!result.ok) throw new Error(`${text}: ${result.sees}`);
  return result.tookMs;
}

async function approveAll(host: SandboxHost, groups: number, tell: (line: string) => void): Promise<void> {
  const until = Date.now() + BEGIN_MAX_MS;
  const approved = new Set<string>();
  while (running(host) < groups) {
    if (Date.now() > until)
      throw new Error(`${running(host)} of ${groups} rollouts run, ${approved.size} were approved`);
    for (const { ts, blocks } of said(host.world)) {
      if (approved.has(ts) || !JSON.stringify(blocks).includes('"action_id":"p.approve"')) continue;
      const press = { user: 'bob', channel: PLACE.channel, ts, actionId: 'p.approve' };
      if ((await click(host.world.slack, press)).ok) approved.add(ts);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  tell(`${groups} rollouts run`);
}

/** Rollouts whose root message says that they run. */
function running({ world }: SandboxHost): number {
  return said(world).filter(({ blocks }) =>
    blocks.some(({ type: kind, ...block }) => kind === 'header' && /RUNNING"/.test(JSON.stringify(block))),
  ).length;
}
