import { describe, expect, it } from 'vitest';
import { placesOf, PodListText } from '../../../src/adapters/kubernetes/pod-list-text.ts';
import { podParser } from '../../../src/adapters/kubernetes/parse-pods.ts';
import { slimStatus } from '../../../src/adapters/kubernetes/slim-status.ts';
import type { PodStatus } from '../../../src/adapters/kubernetes/slim-status.ts';

type Json = Record<string, unknown>;

const MANAGED = [{ manager: 'kubelet', fieldsV1: { 'f:spec': {}, 'k:{"type":"Ready"}': { '.': {} } } }];

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function meantFor(...nodes: readonly string[]): Json {
  return { matchFields: [{ key: 'metadata.name', operator: 'In', values: nodes }] };
}

describe('parsing pages of pods', () => {
  it('gives what is in them, without managedFields and without what nobody reads of a status', () => {
    const { items, next, left } = parse(
      listOf([pod('a'), pod('b')], { continue: 'more', remainingItemCount: 7 }),
    );

    expect({ next, left }).toEqual({ next: 'more', left: 7 });
    expect(items).toEqual([expected(pod('a')), expected(pod('b'))]);
    expect(items[0]?.metadata).not.toHaveProperty('managedFields');
    expect(items[0]?.status?.conditions).toEqual([
      { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-05T08:00:00Z' },
    ]);
    expect(items[0]?.status?.containerStatuses?.[0]?.state).toEqual({ running: {} });
    for (const field of ['podIP', 'startTime']) expect(items[0]?.status).not.toHaveProperty(field);
    expect(items[0]?.spec.volumes?.[0]?.name).toBe('kube-api-access');
  });

  it('keeps once what pods of one owner have in common', () => {
    const { items } = parse(listOf([pod('a'), pod('b'), pod('c', { spec: { priority: 7 } })]));
    const [a, b, c] = items;

    expect(a?.spec.containers).toBe(b?.spec.containers);
    expect(a?.metadata.labels).toBe(b?.metadata.labels);
    expect(a?.status?.containerStatuses).toBe(b?.status?.containerStatuses);
    expect(a?.metadata.ownerReferences).toBe(b?.metadata.ownerReferences);
    expect(a?.spec.containers).toBe(c?.spec.containers);
    expect([a, b, c].map((each) => each?.spec.nodeName)).toEqual(['node-a', 'node-b', 'node-c']);
    expect([a?.spec.priority, c?.spec.priority]).toEqual([0, 7]);
  });

  it('shares over pages too, and answers the same when it is asked again', () => {
    const parsePage = podParser();
    const [first] = parsePage(listOf([pod('a')])).items;
    const before = structuredClone(first);
    const [second] = parsePage(listOf([pod('b', { metadata: { labels: { app: 'other' } } })])).items;

    expect(first).toEqual(before);
    expect(second).toEqual(expected(pod('b', { metadata: { labels: { app: 'other' } } })));
    expect(second?.spec.containers).toBe(first?.spec.containers);
  });

  it('keeps once what pods of a DaemonSet have in common, and the node that each is meant for', () => {
    const pods = ['a', 'b', 'c'].map((letter) =>
      pod(letter, {
        spec: {
          affinity: { nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: [meantFor(`node-${letter}`)] } } },
        },
      }),
    );
    const { items } = parse(listOf(pods));

    expect(items).toEqual(pods.map(expected));
    expect(items[0]?.spec.containers).toBe(items[1]?.spec.containers);
    expect(items[1]?.spec.volumes).toBe(items[2]?.spec.volumes);
  });

  it.each<[string, Json]>([
    [
      'beside other terms',
      { [REQUIRED]: { nodeSelectorTerms: [{ matchExpressions: [] }, meantFor('node-a')] } },
    ],
    ['in two terms', { [REQUIRED]: { nodeSelectorTerms: [meantFor('node-a'), meantFor('node-a')] } }],
    ['of another node', { [REQUIRED]: { nodeSelectorTerms: [meantFor('node-ab')] } }],
    ['of several nodes', { [REQUIRED]: { nodeSelectorTerms: [meantFor('node-a', 'node-b')] } }],
    ['as a mere wish', { [PREFERRED]: [{ weight: 1, preference: meantFor('node-a') }] }],
  ])('reads the name of a node %s as it is', (_, nodeAffinity) => {
    const strange = [pod('a', { spec: { affinity: { nodeAffinity } } }), pod('b')];

    expect(parse(listOf(strange)).items).toEqual(strange.map(expected));
  });

  it('keeps fields that nobody knows, wherever they are', () => {
    const strange = pod('a', {
      spec: { resourceClaims: [{ name: 'gpu' }] },
      metadata: { newField: { deep: [1] } },
    });

    expect(parse(listOf([strange])).items).toEqual([expected(strange)]);
  });

  it.each<[string, Json]>([
    ['text that looks like the seams', { metadata: { annotations: { a: SEAMS, b: '","managedFields":[' } } }],
    ['such text in the spec', { spec: { containers: [{ name: 'main', args: [SEAMS, '"nodeName":"x"'] }] } }],
    ['a nodeName elsewhere', { spec: { dnsConfig: { nodeName: 'other' } } }],
    ['no node', { spec: { nodeName: undefined }, status: { phase: 'Pending' } }],
    ['other letters', { metadata: { annotations: { who: 'Zoë \u{1F600} "\\' } } }],
    [
      'objects with metadata inside',
      { spec: { volumes: [{ name: 'v', ephemeral: { template: [{}, { metadata: { x: 1 } }] } }] } },
    ],
    ['a status inside the spec', { spec: { odd: { a: 1, status: { b: 2 } } } }],
    ['a spec inside the status', { status: { odd: { a: 1, spec: { b: 2 }, status: { c: 3 } } } }],
    ['fields behind managedFields', { metadata: { behind: ['x'] } }],
    [
      'managedFields with strange names',
      { metadata: { managedFields: [{ manager: 'a}],"spec":{', fieldsV1: { 'v:"}]}"': {} } }] } },
    ],
    ['no managedFields', { metadata: { managedFields: undefined } }],
    ['no status', { status: undefined }],
    [
      'container states of all kinds',
      {
        status: {
          phase: 'Running',
          containerStatuses: [
            {
              name: 'x',
              state: { waiting: { reason: 'CrashLoopBackOff' } },
              lastState: { terminated: { exitCode: 137 } },
            },
          ],
        },
      },
    ],
    [
      'a message',
      {
        status: {
          phase: 'Pending',
          reason: 'Evicted',
          nominatedNodeName: 'n',
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no' }],
        },
      },
    ],
  ])('is not misled by %s', (_, change) => {
    const pods = [pod('a'), pod('b', change), pod('c')];

    expect(parse(listOf(pods)).items).toEqual(pods.map(expected));
    expect(parse(listOf(pods.map(turned))).items).toEqual(pods.map(expected));
  });

  it('reads lists as other servers write them', () => {
    const pods = [pod('a'), pod('b')];
    const expectedPods = pods.map(expected);

    expect(parse(Buffer.from(JSON.stringify({ items: pods, metadata: { continue: 'x' } })))).toMatchObject({
      items: expectedPods,
      next: 'x',
    });
    expect(parse(Buffer.from(JSON.stringify({ metadata: {}, items: pods }, null, 2))).items).toEqual(
      expectedPods,
    );
    expect(parse(Buffer.from('{"metadata":{"continue":""},"items":null}'))).toEqual({
      items: [],
      next: undefined,
      left: undefined,
    });
  });

  it('cuts lists of the usual form into the texts of their pods', () => {
    const json = listOf([pod('a'), pod('b')]);
    const list = PodListText.open(json);
    const second = list ? list.endOf(list.begin) + 1 : 0;
    const places = [list?.begin ?? 0, second].map((at) => placesOf(json, at, list?.endOf(at) ?? 0));
    const textAt = ([from, to]: readonly [number, number]): string => json.toString('utf8', from, to);

    expect(places.map(({ spec }) => (JSON.parse(textAt(spec)) as Json)['nodeName'])).toEqual([
      'node-a',
      'node-b',
    ]);
    expect(places.map(({ metadata }) => JSON.parse(`${textAt(metadata)}}`) as Json)).toEqual(
      [pod('a'), pod('b')].map(({ metadata }) => ({ ...(metadata as Json), managedFields: undefined })),
    );
    expect(list && list.endOf(second)).toBe(list?.end);
    expect(PodListText.open(listOf([]))).toBeUndefined();
  });

  it('takes half an answer for none', () => {
    const whole = listOf([pod('a'), pod('b')]);

    for (const length of [whole.length - 2, whole.length - 3, whole.length / 2, 0].map(Math.floor))
      expect(() => parse(whole.subarray(0, length))).toThrow(/JSON/);
    expect(() => parse(Buffer.from('{}'))).toThrow('no list');
  });
});

const SEAMS = '},{"metadata":{"name":"x"},"spec":{"a":1},"status":{}}]}';

function parse(body: Buffer): ReturnType<ReturnType<typeof podParser>> {
  return podParser()(body);
}

function listOf(pods: readonly object[], metadata: object = {}): Buffer {
  const head = JSON.stringify({
    kind: 'PodList',
    apiVersion: 'v1',
    metadata: { resourceVersion: '1', ...metadata },
  });
  return Buffer.from(`${head.slice(0, -1)},"items":${JSON.stringify(pods)}}\n`);
}

/** A pod as the API server writes it: managedFields last of metadata; metadata, spec and status in this order. */
function pod(letter: string, change: Json = {}): Json {
  const token = `kube-api-access-${letter.repeat(5)}`;
  const { metadata, spec, status } = change as {
    readonly metadata?: Json;
    readonly spec?: Json;
    readonly status?: Json;
  };
  const { behind, ...known } = metadata ?? {};
  const made: Json = {
    metadata: {
      name: `web-${letter}`,
      namespace: 'shop',
      uid: `uid-${letter}`,
      labels: { app: 'web', hash: '1' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'rs', controller: true },
      ],
      managedFields: MANAGED,
      ...known,
      ...(behind === undefined ? {} : { finalizers: behind }),
    },
    spec: {
      volumes: [{ name: token, projected: { sources: [] } }],
      containers: [{ name: 'main', image: 'web:1', volumeMounts: [{ name: token, mountPath: '/x' }] }],
      nodeName: `node-${letter}`,
      priority: 0,
      ...spec,
    },
    status: {
      phase: 'Running',
      conditions: ['Initialized', 'Ready'].map((type) => ({
        type,
        status: 'True',
        lastTransitionTime: '2026-01-05T08:00:00Z',
      })),
      startTime: '2026-01-05T08:00:00Z',
      podIP: '10.0.0.1',
      containerStatuses: [
        {
          name: 'main',
          ready: true,
          restartCount: 0,
          imageID: 'web@1',
          state: { running: { startedAt: `2026-01-05T08:00:0${letter.charCodeAt(0) % 10}Z` } },
          lastState: {},
        },
      ],
      ...status,
    },
  };
  if ('status' in change && status === undefined) delete made['status'];
  return made;
}

/** The same pod with its parts in another order. */
function turned(whole: Json): Json {
  return Object.fromEntries(Object.entries(whole).toReversed());
}

/** What is to come of a pod, worked out the plain way. */
function expected(whole: Json): object {
  const plain = JSON.parse(
    JSON.stringify(whole).replaceAll(/"kube-api-access-[a-z0-9]{5}"/g, '"kube-api-access"'),
  ) as { metadata: Json; spec: Json; status?: PodStatus };
  delete plain.metadata['managedFields'];
  const type = { apiVersion: 'v1', kind: 'Pod' };
  return plain.status ? { ...type, ...plain, status: slimStatus(plain.status) } : { ...type, ...plain };
}
