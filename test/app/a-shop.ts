import type { PatchPolicy } from '../../src/core/plan/patch-policy.ts';
import { isCordoned } from '../../src/core/fleet/node.ts';
import { SmallCompany } from '../fakes/a-small-company.ts';

/** A company with a few nodes and two workloads with budgets: what most stories begin with. */
export async function aShop(policy: Partial<PatchPolicy> = {}, nodes = 3): Promise<SmallCompany> {
  const company = new SmallCompany(policy);
  await company.world.seedGroup({ name: 'workers', nodes });
  await company.world.seedWorkload({ name: 'cart', replicas: nodes, maxUnavailable: 1 });
  await company.world.seedWorkload({ name: 'web', replicas: nodes, minAvailable: nodes - 1 });
  return company;
}

/** The names of nodes on which nothing new may be scheduled. */
export async function cordonedNodes({ world }: SmallCompany): Promise<readonly string[]> {
  return (await world.cluster.list('nodes')).filter(isCordoned).map(({ metadata }) => metadata.name);
}

/** What was done to the world with this verb, in order. */
export function deeds({ world }: SmallCompany, verb: string): readonly string[] {
  return world.effects.filter((effect) => effect.verb === verb).map(({ object }) => object);
}

/** The codes of refusals and the like in what a person read: `E-SELF`. */
export function codeIn(answer: string): string | undefined {
  return /\bE-[A-Z]+\b/.exec(answer)?.[0];
}

/** The pods on a node, as effects name them: `Pod/shop/web-1`. */
export async function podsOn({ world }: SmallCompany, node: string): Promise<readonly string[]> {
  return (await world.cluster.list('pods'))
    .filter(({ spec }) => spec?.nodeName === node)
    .map(({ metadata }) => `Pod/${metadata.namespace ?? ''}/${metadata.name}`);
}
