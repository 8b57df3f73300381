import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventsOf, startApi, type ApiUnderTest } from './start-api.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const MERGE = 'application/merge-patch+json';

function aMap(name: string, extra: object = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...extra };
}

describe('the API server', () => {
  let under: ApiUnderTest;
  beforeAll(async () => {
    under = await startApi();
  });
  afterAll(() => under.stop());
  beforeEach(() => {
    under.effects.clear();
    under.faults.clear();
  });

  describe('keeps a record of effects', () => {
    it('of what was done and of what was refused, with the status and the uid, but not of reads and dry runs', async () => {
      const made = await under.call('POST', MAPS, aMap('a'));
      await under.call('GET', `${MAPS}/a`);
      await under.call('PATCH', `${MAPS}/a?dryRun=All`, { data: { x: '1' } }, { contentType: MERGE });
      await under.call('PATCH', `${MAPS}/a`, { data: { x: '1' } }, { contentType: MERGE });
      await under.call('POST', MAPS, aMap('a'));
      await under.call('DELETE', `${MAPS}/a`, undefined, { token: 'viewer' });
      await under.call('DELETE', `${MAPS}/a`);
      await under.call('POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
        spec: { namespace: 'x' },
      });

      const { uid } = made.body['metadata'] as { uid: string };
      const object = 'ConfigMap/default/a';
      expect(under.effects.all().map(({ seq: _seq, at: _at, ...effect }) => effect)).toEqual([
        { actor: 'admin', verb: 'create configmaps', object, uid, status: 201 },
        { actor: 'admin', verb: 'patch configmaps', object, uid, status: 200 },
        { actor: 'admin', verb: 'create configmaps', object, uid: '', status: 409 },
        { actor: 'viewer', verb: 'delete configmaps', object, uid, status: 403 },
        { actor: 'admin', verb: 'delete configmaps', object, uid, status: 200 },
      ]);
    });

    it('of evictions by their pod, unless the body asks for a dry run', async () => {
      const containers = [{ name: 'app', image: 'registry.example/app:1' }];
      const path = '/api/v1/namespaces/default/pods';
      const pod = await under.call('POST', path, {
        metadata: { name: 'p' },
        spec: { nodeName: 'n', containers },
      });
      under.effects.clear();

      await under.call('POST', `${path}/p/eviction`, {
        metadata: { name: 'p' },
        deleteOptions: { dryRun: ['All'] },
      });
      await under.call('POST', `${path}/p/eviction`, { metadata: { name: 'p' } });

      const { uid } = pod.body['metadata'] as { uid: string };
      expect(under.effects.all()).toMatchObject([
        { verb: 'create pods/eviction', object: 'Pod/default/p', uid, status: 201 },
      ]);
    });
  });

  describe('obeys planned faults', () => {
    it('answers in place of the truth, so often as planned, to whom it is meant for', async () => {
      const answer = { status: 503, headers: { 'retry-after': '7' }, body: { message: 'no' } };
      under.faults.add({
        target: 'kubernetes',
        match: { method: 'POST', path: 'configmaps' },
        answer,
        times: 1,
        actor: 'admin',
      });

      const first = await under.call('POST', MAPS, aMap('f'));
      const second = await under.call('POST', MAPS, aMap('f'));

      expect([first.status, first.headers['retry-after'], first.body]).toEqual([503, '7', { message: 'no' }]);
      expect(second.status).toBe(201);
    });

    it('loses the request, or only the answer', async () => {
      under.faults.add({
        target: 'kubernetes',
        match: { path: 'lost-request' },
        answer: { drop: 'request' },
        times: 1,
      });
      under.faults.add({
        target: 'kubernetes',
        match: { path: 'lost-answer' },
        answer: { drop: 'answer' },
        times: 1,
      });
      await under.call('POST', MAPS, aMap('lost-request'));
      await under.call('POST', MAPS, aMap('lost-answer'));

      await expect(under.call('DELETE', `${MAPS}/lost-request`)).rejects.toThrow(/socket hang up|ECONNRESET/);
      await expect(under.call('DELETE', `${MAPS}/lost-answer`)).rejects.toThrow(/socket hang up|ECONNRESET/);

      expect((await under.call('GET', `${MAPS}/lost-request`)).status).toBe(200);
      expect((await under.call('GET', `${MAPS}/lost-answer`)).status).toBe(404);
    });
  });

  describe('enforces roles', () => {
    const RBAC = '/apis/rbac.authorization.k8s.io/v1';

    it('of groups, in a namespace, by name and by subresource, and remembers which rule let whom do what', async () => {
      const rules = [
        { apiGroups: [''], resources: ['configmaps'], resourceNames: ['mine'], verbs: ['get'] },
        { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
      ];
      await under.call('POST', `${RBAC}/namespaces/default/roles`, { metadata: { name: 'robot' }, rules });
      await under.call('POST', `${RBAC}/namespaces/default/rolebindings`, {
        metadata: { name: 'robot' },
        subjects: [{ kind: 'Group', name: 'robots' }],
        roleRef: { kind: 'Role', name: 'robot' },
      });
      await under.call('POST', MAPS, aMap('mine'));
      const statusOf = async (method: string, path: string, body?: unknown): Promise<number> =>
        (await under.call(method, path, body, { token: 'robot' })).status;

      expect(await statusOf('GET', `${MAPS}/mine`)).toBe(200);
      expect(await statusOf('GET', `${MAPS}/other`)).toBe(403);
      expect(await statusOf('GET', MAPS)).toBe(403);
      expect(await statusOf('GET', '/api/v1/namespaces/kube-system/configmaps/mine')).toBe(403);
      expect(
        await statusOf('POST', '/api/v1/namespaces/default/pods/none/eviction', {
          metadata: { name: 'none' },
        }),
      ).toBe(404);
      expect(await statusOf('DELETE', '/api/v1/namespaces/default/pods/none')).toBe(403);
      const granted = under.api.authorizer.grants().filter(({ user }) => user === 'robot');
      expect(granted.map(({ role, verb, resource }) => [role, verb, resource])).toEqual([
        ['Role/default/robot', 'get', 'configmaps'],
        ['Role/default/robot', 'create', 'pods/eviction'],
      ]);
    });
  });

  describe('streams the present state first', () => {
    it('when asked for initial events, ended by a bookmark that says so', async () => {
      await under.call(
        'POST',
        MAPS,
        aMap('seen', { metadata: { name: 'seen', labels: { set: 'initial' } } }),
      );
      const query =
        'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';

      const stream = await under.call('GET', `${MAPS}?${query}&labelSelector=set%3Dinitial`, undefined, {
        lines: 2,
      });

      const [added, bookmark] = eventsOf(stream);
      expect(added).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'seen' } } });
      expect(bookmark).toMatchObject({
        type: 'BOOKMARK',
        object: { kind: 'ConfigMap', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
      });
    });
  });

  it('keeps the namespaces of the system', async () => {
    const refused = await under.call('DELETE', '/api/v1/namespaces/kube-system');

    expect(refused.body).toMatchObject({
      code: 403,
      message: 'namespaces "kube-system" is forbidden: this namespace may not be deleted',
    });
  });

  it('deletes the collection that a selector takes and answers with it', async () => {
    for (const name of ['c-1', 'c-2', 'c-3'])
      await under.call(
        'POST',
        MAPS,
        aMap(name, { metadata: { name, labels: { odd: String(name !== 'c-2') } } }),
      );

    const gone = await under.call('DELETE', `${MAPS}?labelSelector=odd%3Dtrue`);

    const items = gone.body['items'] as { metadata: { name: string } }[];
    expect(gone.body).toMatchObject({ kind: 'ConfigMapList' });
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['c-1', 'c-3']);
    expect((await under.call('GET', `${MAPS}/c-2`)).status).toBe(200);
    expect((await under.call('GET', `${MAPS}/c-1`)).status).toBe(404);
  });

  it('has a certificate that its own authority signed', async () => {
    const { status } = await under.call('GET', '/version');

    expect(status).toBe(200);
  });
});
