import type { Node } from '../../controllers/kinds/node.ts';
import type { Effect } from '../../effects.ts';
import type { WorldParts } from '../control-parts.ts';
import type { EffectView } from './world-view.ts';

/** The page shows the last of them. */
const KEPT_MAX = 80;
/** Heartbeats of a lease and notes about what happens are no deeds. */
const QUIET = /^\w+ (leases|events|tokenreviews|subjectaccessreviews|selfsubjectaccessreviews)\b/;

type Words = Pick<EffectView, 'did' | 'kind'> | 'a note';
type Told = Pick<WorldParts, 'cluster' | 'cloud'>;

/**
 * The effects in a person's words. A PATCH of a node may be a cordon or a note: which one is read off the node right after
 * it was applied, against how it was before.
 */
export class EffectStory {
  readonly #world: Told;
  readonly #nodes = new Map<string, NodeMarks>();
  #told: readonly EffectView[] = [];
  #notes = 0;

  constructor(world: Told) {
    this.#world = world;
    for (const node of world.cluster.list<Node>('nodes')) this.#nodes.set(node.metadata.uid, marksOf(node));
  }

  /** Oldest first. */
  get told(): readonly EffectView[] {
    return this.#told;
  }

  /** How many effects only wrote something down: they are counted, not told. */
  get notes(): number {
    return this.#notes;
  }

  /** To be called as the effect happens. */
  hear(effect: Effect): void {
    if (QUIET.test(effect.verb)) return;
    const { seq, at, actor, object, status } = effect;
    const words = status < 400 ? this.#wordsOf(effect) : refusedWords(effect);
    if (words === 'a note') {
      this.#notes += 1;
      return;
    }
    const node = this.#world.cloud.instances.get(effect.uid)?.privateDnsName;
    const told = { id: seq, at: Math.round(at), actor: shortActor(actor), object, status, ...words };
    this.#told = [...this.#told, node === undefined ? told : { ...told, node }].slice(-KEPT_MAX);
  }

  #wordsOf(effect: Effect): Words {
    if (/^(patch|update) nodes$/.test(effect.verb)) return this.#nodeWords(effect);
    const group = this.#world.cloud.groups.get(effect.object.replace(/^AutoScalingGroup\//, ''));
    if (effect.verb === 'autoscaling:SetDesiredCapacity' && group)
      return { did: `set the desired capacity to ${group.desired}`, kind: 'capacity' };
    return wordsOf(effect.verb);
  }

  #nodeWords({ uid, object }: Effect): Words {
    const node = this.#world.cluster.get<Node>('nodes', undefined, object.replace(/^Node\//, ''));
    if (!node) return { did: 'changed', kind: 'node' };
    const before = this.#nodes.get(uid) ?? { cordoned: false, retiring: false };
    const after = marksOf(node);
    this.#nodes.set(uid, after);
    if (before.cordoned !== after.cordoned)
      return { did: after.cordoned ? 'cordoned' : 'uncordoned', kind: 'node' };
    if (before.retiring !== after.retiring)
      return { did: after.retiring ? 'marked as retiring' : 'took the retiring mark off', kind: 'node' };
    return 'a note';
  }
}

interface NodeMarks {
  readonly cordoned: boolean;
  readonly retiring: boolean;
}

function marksOf({ spec }: Node): NodeMarks {
  return {
    cordoned: spec.unschedulable === true,
    retiring: (spec.taints ?? []).some(({ effect }) => effect === 'PreferNoSchedule'),
  };
}

const WORDS: Readonly<Record<string, Words>> = {
  'create pods/eviction': { did: 'evicted', kind: 'pod' },
  'delete pods': { did: 'deleted', kind: 'pod' },
  'create configmaps': 'a note',
  'update configmaps': 'a note',
  'patch configmaps': 'a note',
  'delete configmaps': 'a note',
  'autoscaling:SetDesiredCapacity': { did: 'set the desired capacity', kind: 'capacity' },
  'autoscaling:TerminateInstanceInAutoScalingGroup': { did: 'terminated', kind: 'capacity' },
  'ec2:TerminateInstances': { did: 'terminated', kind: 'capacity' },
  'autoscaling:UpdateAutoScalingGroup': { did: 'changed the group', kind: 'capacity' },
  'autoscaling:SuspendProcesses': { did: 'suspended processes of', kind: 'capacity' },
  'autoscaling:ResumeProcesses': { did: 'resumed processes of', kind: 'capacity' },
  'autoscaling:CreateOrUpdateTags': 'a note',
  'autoscaling:DeleteTags': 'a note',
  'ec2:CreateLaunchTemplateVersion': { did: 'made a template version of', kind: 'capacity' },
};

/** Anything that has no words of its own is told as it came. */
function wordsOf(verb: string): Words {
  return WORDS[verb] ?? { did: verb, kind: 'other' };
}

function refusedWords({ verb, status }: Effect): Words {
  const words = wordsOf(verb);
  if (words === 'a note') return words;
  const { kind } = words;
  if (verb === 'create pods/eviction')
    return { did: status === 429 ? 'was asked to wait with' : 'could not evict', kind };
  return { did: `was refused: ${verb}`, kind };
}

/** `system:serviceaccount:drover:drover-engine` and `arn:…:assumed-role/drover-engine/session` are both `drover-engine`. */
function shortActor(actor: string): string {
  if (actor.startsWith('arn:')) return actor.split('/')[1] ?? actor;
  return actor.split(':').at(-1) ?? actor;
}
