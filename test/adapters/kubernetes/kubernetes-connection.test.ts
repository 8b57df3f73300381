import { afterEach, describe, expect, it } from 'vitest';
import { KubernetesCluster } from '../../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { answerJson, startStubApi } from './stub-api.ts';
import type { StubApi } from './stub-api.ts';

let stub: StubApi | undefined;

afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

describe('the connection to a cluster', () => {
  it('is shared by many calls, of both clients', async () => {
    stub = await startStubApi((request, response) => {
      if (request.path === '/version') return answerJson(response, { major: '1', minor: '32+' });
      return answerJson(response, { metadata: { name: 'kube-system', uid: 'u1' } });
    });
    const cluster = new KubernetesCluster('prod', stub.connection);

    for (let n = 0; n < 20; n++)
      expect(await cluster.identity()).toEqual({ name: 'prod', uid: 'u1', version: { major: 1, minor: 32 } });

    expect(stub.requests).toHaveLength(40);
    // A call may begin before the connection of the last answer is free again.
    expect(stub.connections()).toBeLessThanOrEqual(2);
  });

  it('is bounded when many calls come at once', async () => {
    stub = await startStubApi((_request, response) =>
      setTimeout(() => answerJson(response, { items: [] }), 5),
    );
    const cluster = new KubernetesCluster('prod', stub.connection);

    await Promise.all(Array.from({ length: 200 }, async () => cluster.list('nodes')));

    expect(stub.connections()).toBeLessThanOrEqual(32);
  });

  it('says who we are on every call, with our token', async () => {
    stub = await startStubApi((_request, response) =>
      answerJson(response, { major: '1', minor: '32', metadata: { uid: 'u' } }),
    );

    await new KubernetesCluster('prod', stub.connection).identity();

    for (const { headers } of stub.requests)
      expect(headers).toMatchObject({ 'user-agent': 'drover/0.1.0', authorization: 'Bearer stub-token' });
  });

  it('is cut at the deadline of a call, and the call fails as unclear', async () => {
    stub = await startStubApi(() => {});
    const began = performance.now();

    const call = stub.connection.call('list nodes', async (attempt) => attempt.get('/api/v1/nodes'), 150);

    await expect(call).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('deadline'),
    });
    expect(performance.now() - began).toBeLessThan(1_500);
    await until(() => stub?.closed() === 1);
  });

  it('is cut at the deadline when the answer stops in the middle', async () => {
    stub = await startStubApi((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"items": [');
    });

    const call = stub.connection.call(
      'list nodes',
      async (attempt) => (await attempt.get('/api/v1/nodes')).body.text(),
      150,
    );

    await expect(call).rejects.toMatchObject({ kind: 'unavailable' });
    await until(() => stub?.closed() === 1);
  });

  it('tells what the network says', async () => {
    stub = await startStubApi((_request, response) => response.socket?.destroy());

    await expect(new KubernetesCluster('prod', stub.connection).list('nodes')).rejects.toMatchObject({
      kind: 'unavailable',
      operation: 'kubernetes: list nodes',
    });
  });

  it('takes half an answer for none', async () => {
    stub = await startStubApi((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"items": [');
    });

    await expect(new KubernetesCluster('prod', stub.connection).list('nodes')).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('asks with new credentials once, and not again', async () => {
    stub = await startStubApi((_request, response) =>
      answerJson(response, { kind: 'Status', message: 'Unauthorized' }, 401),
    );

    await expect(new KubernetesCluster('prod', stub.connection).list('nodes')).rejects.toMatchObject({
      kind: 'forbidden',
    });
    expect(stub.requests).toHaveLength(2);
  });

  it('takes an empty list that is written as null', async () => {
    stub = await startStubApi((_request, response) =>
      answerJson(response, { kind: 'NodeList', items: null }),
    );

    expect(await new KubernetesCluster('prod', stub.connection).list('nodes')).toEqual([]);
  });
});

async function until(done: () => boolean): Promise<void> {
  const deadline = performance.now() + 3_000;
  while (!done()) {
    if (performance.now() > deadline) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
