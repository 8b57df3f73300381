import type { Outcome } from '../scenarios/scenario.ts';
import type { World } from '../world.ts';
import { heard } from './conversation.ts';
import { cordonedNodes, grantedEvictions, replacedInstances, shortWorkloads } from './world-meters.ts';
import type { Baseline } from './world-meters.ts';

/** What is not as the scenario says, in sentences; nothing: the story ended as it must. Counted by the world's own meters. */
export function judgeStory(world: World, before: Baseline, outcome: Outcome): readonly string[] {
  const { expected } = world.scenario;
  const { services } = world.traffic.meters();
  const failed = Object.values(services).reduce((sum, service) => sum + service.failed, 0);
  const evictions = grantedEvictions(world) / Math.max(1, before.pods);
  const cordoned = cordonedNodes(world);
  const replaced = replacedInstances(world, before);
  const words = heard(world);
  return [
    ...(outcome === expected.outcome ? [] : [`it ended ${outcome}, not ${expected.outcome}`]),
    ...(expected.replaced === undefined || replaced === expected.replaced
      ? []
      : [`${replaced} nodes were replaced, not ${expected.replaced}`]),
    ...(expected.says ?? []).flatMap((text) =>
      words.includes(text) ? [] : [`drover did not say "${text}"`],
    ),
    ...(cordoned.length === (expected.cordoned ?? 0)
      ? []
      : [`cordoned nodes are left: ${cordoned.join(', ')}`]),
    ...(expected.workloadsRestored === false ? [] : shortWorkloads(world, before)),
    ...(expected.lossless === true && failed > 0
      ? [`${failed} requests were lost: ${losers(services)}`]
      : []),
    ...(expected.lossless === false && failed === 0
      ? ['no request was lost, so the meter cannot be trusted']
      : []),
    ...(expected.evictionsPerPodMax !== undefined && evictions > expected.evictionsPerPodMax
      ? [`${evictions.toFixed(2)} evictions a pod`]
      : []),
    ...beyondLimits(world),
  ];
}

/** What Slack refused for breaking its published limits: a reader would have seen nothing of it. */
function beyondLimits({ slack }: World): readonly string[] {
  const refused = slack.workspace.verdicts.refused();
  return refused.map(({ via, verdict }) => `Slack refused what ${via} brought: ${JSON.stringify(verdict)}`);
}

function losers(services: Readonly<Record<string, { readonly failed: number }>>): string {
  return Object.entries(services)
    .filter(([, { failed }]) => failed > 0)
    .map(([name, { failed }]) => `${name} ${failed}`)
    .join(', ');
}
