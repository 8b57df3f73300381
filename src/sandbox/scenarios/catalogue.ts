import { apiFlaky } from './api-flaky.ts';
import { badDayEverywhere } from './bad-day-everywhere.ts';
import { blockedPdb } from './blocked-pdb.ts';
import { blockedPdbMidrun } from './blocked-pdb-midrun.ts';
import { cpuThrottle } from './cpu-throttle.ts';
import { crashOnNewAmi } from './crash-on-new-ami.ts';
import { empty } from './empty.ts';
import { errorSpike } from './error-spike.ts';
import { healthy } from './healthy.ts';
import { latencySpike } from './latency-spike.ts';
import { loadBalancer } from './load-balancer.ts';
import { managedNodeGroup } from './managed-node-group.ts';
import { memoryLeak } from './memory-leak.ts';
import { noCapacity } from './no-capacity.ts';
import { noTraffic } from './no-traffic.ts';
import { nodeNeverJoins } from './node-never-joins.ts';
import { noisyButHealthy } from './noisy-but-healthy.ts';
import { otherOwners } from './other-owners.ts';
import { prometheusDown } from './prometheus-down.ts';
import { prometheusLies } from './prometheus-lies.ts';
import { prometheusStale } from './prometheus-stale.ts';
import { singleReplica } from './single-replica.ts';
import { singleton } from './singleton.ts';
import { singletonMidrun } from './singleton-midrun.ts';
import { slackRateLimited } from './slack-rate-limited.ts';
import { small } from './small.ts';
import { targetSsm } from './target-ssm.ts';
import { twoPdbs } from './two-pdbs.ts';
import { twoPdbsMidrun } from './two-pdbs-midrun.ts';
import { ungraceful } from './ungraceful.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario, in the order of the menu. */
export const SCENARIOS: readonly Scenario[] = [
  healthy,
  blockedPdb,
  twoPdbs,
  singleton,
  blockedPdbMidrun,
  twoPdbsMidrun,
  singletonMidrun,
  crashOnNewAmi,
  nodeNeverJoins,
  noCapacity,
  errorSpike,
  latencySpike,
  cpuThrottle,
  memoryLeak,
  noisyButHealthy,
  badDayEverywhere,
  singleReplica,
  noTraffic,
  prometheusDown,
  prometheusStale,
  prometheusLies,
  ungraceful,
  apiFlaky,
  slackRateLimited,
  managedNodeGroup,
  targetSsm,
  loadBalancer,
  otherOwners,
  small,
  empty,
];

/** The scenario of that name, or a sentence that says which there are. */
export function findScenario(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found) return found;
  throw new Error(
    `there is no scenario ${name}; there are ${SCENARIOS.map((scenario) => scenario.name).join(', ')}`,
  );
}
