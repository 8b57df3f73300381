import { parseArgs } from 'node:util';
import { playLongRollout } from './one-long-rollout.ts';
import { playManyRollouts } from './many-rollouts.ts';

/**
 * `npm run bench`: how near a long rollout comes to the shortest possible one, how often pods move, how soon commands are
 * acknowledged while many rollouts run, and how much memory drover takes. Nothing fails here: read the numbers.
 */
const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '24' },
    groups: { type: 'string', default: '20' },
    commands: { type: 'string', default: '200' },
    speed: { type: 'string', default: '20' },
    'groups-speed': { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
  },
});

const tell = (line: string): void => console.error(line);
const seed = Number(values.seed);

const long = await playLongRollout({
  nodes: Number(values.nodes),
  seed,
  speed: Number(values.speed),
  tell,
});
const failed = Object.values(long.requests).reduce((sum, service) => sum + service.failed, 0);
console.log(
  `${values.nodes} nodes one at a time: ${long.outcome}, ${long.nodes.replaced} replaced; ` +
    `${long.wallClockSeconds} s of world time, critical path ${long.criticalPathSeconds} s, ratio ${long.ratio} (aim <= 1.05); ` +
    `${long.evictionsPerPod} evictions a pod; ${failed} requests failed`,
);

const many = await playManyRollouts({
  groups: Number(values.groups),
  commands: Number(values.commands),
  seed,
  speed: Number(values['groups-speed']),
  tell,
});
const { ackMs, memoryMiB, running } = many;
console.log(
  `${values.commands} commands while ${running[0]} to ${running[1]} rollouts run: ` +
    `acknowledged in ${ackMs.p50} ms (p50), ${ackMs.p99} ms (p99), ${ackMs.max} ms (max)`,
);
console.log(`memory of drover: ${memoryMiB.atRest} MiB at rest, ${memoryMiB.atEnd} MiB at the end`);
