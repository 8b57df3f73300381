/** Why a node does not take a pod, or why nobody can tell. A node without an objection takes it. */
export type Objection =
  | { readonly kind: 'refused'; readonly reason: Refusal }
  | { readonly kind: 'unproven'; readonly feature: string };

/** `insufficient <resource>` names what is short. */
export type Refusal =
  | 'cordoned'
  | 'taint'
  | 'node affinity'
  | 'host port'
  | `insufficient ${string}`
  | 'disk in use'
  | 'volume limit'
  | 'volume affinity'
  | 'volume zone'
  | 'no volume to bind'
  | 'claim missing'
  | 'claim not bound'
  | 'claim being deleted'
  | 'claim lost'
  | 'claim in use by another pod'
  | 'topology spread'
  | 'pod affinity'
  | 'pod anti-affinity'
  | "another pod's anti-affinity"
  | 'not considered by the scheduler';

const refusals = new Map<Refusal, Objection>();

/** The same object for the same reason: millions are made while a large cluster is simulated. */
export function refused(reason: Refusal): Objection {
  const known = refusals.get(reason) ?? { kind: 'refused', reason };
  refusals.set(reason, known);
  return known;
}

export function unproven(feature: string): Objection {
  return { kind: 'unproven', feature };
}
