import type { Fault } from '../../src/sandbox/faults.ts';
import type { KubeObject } from '../../src/sandbox/kubernetes/object.ts';
import { DROVER_USER } from '../../src/sandbox/run/credentials.ts';
import { PLACE } from '../../src/sandbox/scenarios/stage/place-names.ts';
import { storeIsDown } from './store-is-down.ts';
import { atEffect, moreEffects, since, strikeOut, until } from './trouble.ts';
import type { Trouble } from './trouble.ts';
import type { TroubledPlace } from './troubled-place.ts';

const SLOT = 'drover-workers';

/** Row 71: nothing that drover leans on answers; people are acknowledged and told all the same. */
export function allHang(at: number): Trouble {
  return {
    name: 'Kubernetes, AWS and Redis hang',
    when: atEffect(at),
    async strike(place) {
      const proxies = [place.kubernetes, place.aws, place.redis];
      for (const proxy of proxies) proxy.fallSilent();
      await storeIsDown(place);
      for (const proxy of proxies) proxy.pass();
    },
  };
}

/** Connections that are refused before the API server is there again. */
const REFUSED = 15;

/** Row 24. */
export function refused(at: number): Trouble {
  return {
    name: 'the API server is away',
    when: atEffect(at),
    async strike({ kubernetes }) {
      const before = kubernetes.refused;
      kubernetes.refuse();
      await until('drover has tried', () => kubernetes.refused >= before + REFUSED);
      kubernetes.pass();
    },
  };
}

/** Row 25. */
export function busy(at: number): Trouble {
  return {
    name: 'the API server is busy',
    when: atEffect(at),
    strike: async (place) => strikeOut(place, answering(429, 12, { 'retry-after': '1' })),
  };
}

/** Row 26. */
export function serverErrors(at: number): Trouble {
  return {
    name: 'the API server is in trouble',
    when: atEffect(at),
    strike: async (place) => strikeOut(place, ...[500, 502, 503, 504].map((status) => answering(status, 4))),
  };
}

/** Row 31: the token is refused once; new credentials are accepted. */
export function unauthorized(at: number): Trouble {
  return {
    name: 'the token is refused',
    when: atEffect(at),
    strike: async (place) => strikeOut(place, answering(401, 1)),
  };
}

function answering(
  status: number,
  times: number,
  headers: Readonly<Record<string, string>> = {},
): Parameters<typeof strikeOut>[1] {
  const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', message: 'in trouble', code: status };
  return {
    target: 'kubernetes',
    actor: DROVER_USER,
    match: { path: '^/api' },
    answer: { status, headers, body },
    times,
  };
}

/** Rows 27 and 29: the effect is there, its answer never comes; all open connections are half open, watches and all. */
export function halfOpen(at: number): Trouble {
  return {
    name: 'open connections to the API server fall silent',
    when: (index, { verb }) => index >= at && verb === 'patch nodes',
    async strike(place) {
      const said = since(place);
      place.kubernetes.silenceOpen();
      await until('the effect is given up', () => said('no answer within the deadline'));
    },
  };
}

/** Rows 29 and 32: every watch ends, and what came before is forgotten. */
export function historyIsLost(at: number): Trouble {
  return {
    name: 'watches end and history is lost',
    when: atEffect(at),
    strike({ world }) {
      world.cluster.store.compact();
      world.kubernetes.dropWatches();
    },
  };
}

/** Writes of drover that somebody else is quicker than: to the slot, and to nodes. */
const OVERTAKEN = { slot: 3, nodes: 1 };

/** Row 28: somebody else writes to what drover is about to write to. */
export function conflicts(at: number): Trouble {
  return {
    name: 'somebody else writes',
    when: atEffect(at),
    async strike(place) {
      const { effects } = place.world;
      const met = (): number =>
        effects.all().filter(({ actor, status }) => actor === DROVER_USER && status === 409).length;
      const before = met();
      await strikeOut(
        place,
        overtaking(place, { method: 'PATCH', path: `/configmaps/${SLOT}(\\?|$)` }, OVERTAKEN.slot),
        overtaking(place, { method: 'PATCH', path: '^/api/v1/nodes/' }, OVERTAKEN.nodes),
      );
      await until('drover has met the conflicts', () => met() >= before + OVERTAKEN.slot + OVERTAKEN.nodes);
    },
  };
}

/** A request of drover is carried out as it stands, but somebody else wrote a moment before. */
function overtaking(
  { world: { cluster } }: TroubledPlace,
  match: Fault['match'],
  times: number,
): Fault & { readonly times: number } {
  return {
    target: 'kubernetes',
    actor: DROVER_USER,
    match,
    times,
    // It is asked for when the fault strikes, and then only.
    get answer() {
      mark(cluster.edit.bind(cluster, 'configmaps', PLACE.droverNamespace, SLOT));
      for (const { metadata } of cluster.list('nodes'))
        mark(cluster.edit.bind(cluster, 'nodes', undefined, metadata.name));
      return {};
    },
  };
}

let turn = 0;

function mark(edit: (change: (draft: KubeObject) => void) => unknown): void {
  turn += 1;
  edit((draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, 'somebody.example/turn': String(turn) };
  });
}

interface Pod extends KubeObject {
  readonly spec?: { readonly nodeName?: string };
}

interface Listed {
  readonly items: readonly Pod[];
}

/** Looks at the pods of a node that are answered with what was there a while ago. */
const STALE_LOOKS = 2;

/** Row 30: drover reads which pods were there before its last evictions. */
export function staleLists(at: number): Trouble {
  return {
    name: 'lists of pods are old',
    when: atEffect(at),
    async strike(place) {
      const { world } = place;
      const list = podsNow(place);
      const nodes = [...new Set(list.items.flatMap(({ spec }) => spec?.nodeName ?? []))];
      await moreEffects(place, 1);
      let looks = 0;
      const removals = nodes.map((node) => {
        const body = { ...list, items: list.items.filter(({ spec }) => spec?.nodeName === node) };
        return world.faults.add({
          target: 'kubernetes',
          actor: DROVER_USER,
          match: { method: 'GET', path: `^/api/v1/pods\\?.*nodeName(=|%3D)${node}` },
          // It is asked for when the fault strikes, and then only.
          get answer() {
            looks += 1;
            return { status: 200, headers: { 'content-type': 'application/json' }, body };
          },
          times: STALE_LOOKS,
        });
      });
      await until('an old list was read', () => looks >= STALE_LOOKS);
      // Of other nodes it would be read much later, and be older than any list of a real server.
      for (const remove of removals) remove();
    },
  };
}

/** The pods as the API server would list them now. */
function podsNow({ world }: TroubledPlace): Listed {
  const items = world.cluster.list<Pod>('pods');
  const versions = items.map(({ metadata }) => Number(metadata.resourceVersion));
  const metadata = { resourceVersion: String(Math.max(...versions)) };
  return structuredClone({ kind: 'PodList', apiVersion: 'v1', metadata, items });
}
