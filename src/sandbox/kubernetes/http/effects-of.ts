import type { Effect } from '../../effects.ts';
import type { Cluster } from '../cluster.ts';
import { resourceText } from '../rbac/authorizer.ts';
import type { Exchange } from './exchange.ts';

const MUTATING = ['create', 'update', 'patch', 'delete', 'deletecollection'];
/** Asked and answered: nothing in the world changes. */
const QUESTIONS = ['authorization.k8s.io', 'authentication.k8s.io'];

export type EffectDraft = Omit<Effect, 'seq' | 'at' | 'status'>;

/**
 * What a mutating request is about, read before it is carried out, so that a deletion still knows the uid.
 * Undefined for reads, questions and dry runs.
 */
export function effectOf(exchange: Exchange, cluster: Cluster): EffectDraft | undefined {
  const { info, query, user } = exchange;
  if (info.is !== 'resource' || !MUTATING.includes(info.verb) || QUESTIONS.includes(info.group))
    return undefined;
  if (query.getAll('dryRun').some((value) => value !== '')) return undefined;
  const resource = cluster.catalogue.find(info.group, info.version, info.plural);
  const place = [info.namespace, info.name].filter(Boolean);
  const isNamespace = info.plural === 'namespaces';
  const current =
    resource && cluster.store.get(resource.storage, isNamespace ? undefined : info.namespace, info.name);
  return {
    actor: user.name,
    verb: `${info.verb} ${resourceText(info)}`,
    object: [resource?.kind ?? info.plural, ...(isNamespace ? [info.name] : place)].filter(Boolean).join('/'),
    uid: current?.metadata.uid ?? '',
  };
}

/** A creation is known by its name when the body was read, and by its uid when it is done. */
export function completed(draft: EffectDraft, { info, outcome }: Exchange): EffectDraft {
  if (info.is !== 'resource' || info.verb !== 'create' || info.name !== '') return draft;
  const name = outcome.created?.metadata.name ?? outcome.name;
  if (!name) return draft;
  return { ...draft, object: `${draft.object}/${name}`, uid: outcome.created?.metadata.uid ?? '' };
}
