import { benchOptions } from '../bench-options.ts';
import { playLongRollout } from './one-long-rollout.ts';
import { playManyRollouts } from './many-rollouts.ts';

/**
 * `npm run bench`: how near a long rollout comes to the shortest possible one, how often pods move, how soon commands are
 * acknowledged while many rollouts run, and how much memory drover takes. Nothing fails here: read the numbers.
 */
const values = benchOptions({
  command: 'npm run bench',
  about:
    'Plays one long rollout, then many at once with commands beside them, and prints ratios, times and memory.',
  options: {
    nodes: { kind: 'number', default: 24, about: 'nodes of the long rollout' },
    groups: { kind: 'number', default: 20, about: 'rollouts at once' },
    commands: { kind: 'number', default: 200, about: 'commands typed while they run' },
    speed: { kind: 'number', default: 20, about: 'of the long rollout: times as fast as the real world' },
    'groups-speed': { kind: 'number', default: 2, about: 'of the many rollouts' },
    seed: { kind: 'number', default: 1, about: 'what the world is drawn from' },
  },
});

const tell = (line: string): void => console.error(line);
const { seed } = values;

const long = await playLongRollout({
  nodes: values.nodes,
  seed,
  speed: values.speed,
  tell,
});
const failed = Object.values(long.requests).reduce((sum, service) => sum + service.failed, 0);
console.log(
  `${values.nodes} nodes one at a time: ${long.outcome}, ${long.nodes.replaced} replaced; ` +
    `${long.wallClockSeconds} s of world time, critical path ${long.criticalPathSeconds} s, ratio ${long.ratio} (aim <= 1.05); ` +
    `${long.evictionsPerPod} evictions a pod; ${failed} requests failed`,
);

const many = await playManyRollouts({
  groups: values.groups,
  commands: values.commands,
  seed,
  speed: values['groups-speed'],
  tell,
});
const { ackMs, memoryMiB, running } = many;
console.log(
  `${values.commands} commands while ${running[0]} to ${running[1]} rollouts run: ` +
    `acknowledged in ${ackMs.p50} ms (p50), ${ackMs.p99} ms (p99), ${ackMs.max} ms (max)`,
);
console.log(`memory of drover: ${memoryMiB.atRest} MiB at rest, ${memoryMiB.atEnd} MiB at the end`);
