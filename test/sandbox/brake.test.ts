import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { WorldClock } from '../../src/sandbox/clock.ts';
import { EffectLog } from '../../src/sandbox/effects.ts';
import { FaultBook } from '../../src/sandbox/faults.ts';
import { Cluster } from '../../src/sandbox/kubernetes/cluster.ts';
import type { Draft } from '../../src/sandbox/kubernetes/cluster.ts';
import type { KubeObject } from '../../src/sandbox/kubernetes/object.ts';
import { startKubernetesApi } from '../../src/sandbox/kubernetes/start-kubernetes-api.ts';
import type { KubernetesApi } from '../../src/sandbox/kubernetes/start-kubernetes-api.ts';
import { MASTERS_GROUP, staticTokens } from '../../src/sandbox/kubernetes/users.ts';

const RESOURCES: Readonly<Record<string, string>> = {
  Namespace: 'namespaces',
  ConfigMap: 'configmaps',
  ValidatingAdmissionPolicy: 'validatingadmissionpolicies.admissionregistration.k8s.io',
  ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings.admissionregistration.k8s.io',
};

/** Everybody here has every right, so that only the brake can refuse. */
const USERS = {
  engine: { name: 'drover-engine', groups: ['drover:engine', MASTERS_GROUP] },
  pod: { name: 'system:serviceaccount:drover:drover-engine', groups: [MASTERS_GROUP] },
  person: { name: 'ann', groups: [MASTERS_GROUP] },
};

interface ConfigMap extends KubeObject {
  data: Readonly<Record<string, string>>;
}

/** World ms after which a policy or its switch has surely been noticed. */
const NOTICED_MS = 2_000;

describe('the brake of manifests/brake', () => {
  const clock = new WorldClock(Date.now(), 20);
  const cluster = new Cluster(clock);
  let api: KubernetesApi;

  beforeAll(async () => {
    api = await startKubernetesApi({
      cluster,
      authenticators: [staticTokens(USERS)],
      faults: new FaultBook(),
      effects: new EffectLog(),
    });
    const file = new URL('../../manifests/brake/brake.yaml', import.meta.url);
    for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
      const object = document.toJS() as Draft & { kind: string };
      cluster.create(RESOURCES[object.kind] ?? object.kind, object);
    }
    await clock.sleep(NOTICED_MS);
  });

  afterAll(async () => {
    await api.close();
    clock.stop();
  });

  it('is off when it is shipped', async () => {
    expect(await evict('engine')).toMatchObject({ status: 201 });
    expect(await evict('pod')).toMatchObject({ status: 201 });
  });

  it('denies evictions by drover alone when it is turned on, and says where the switch is', async () => {
    turn('denied');
    await clock.sleep(NOTICED_MS);

    for (const user of ['engine', 'pod'] as const)
      expect(await evict(user)).toEqual({
        status: 422,
        text: expect.stringMatching(/ValidatingAdmissionPolicy 'drover-brake'.*ConfigMap switch/),
      });
    expect(await evict('person')).toMatchObject({ status: 201 });
  });

  it('lets drover go on when it is turned off again', async () => {
    turn('allowed');
    await clock.sleep(NOTICED_MS);

    expect(await evict('engine')).toMatchObject({ status: 201 });
  });

  it('counts as on when its switch is gone', async () => {
    cluster.delete('configmaps', 'drover-brake', 'switch');
    await clock.sleep(NOTICED_MS);

    expect(await evict('engine')).toMatchObject({ status: 422 });
  });

  function turn(evictions: string): void {
    const edit = (map: ConfigMap): void => {
      map.data = { evictions };
    };
    cluster.edit<ConfigMap>('configmaps', 'drover-brake', 'switch', edit);
  }

  /** Asks for the eviction of a fresh pod, without doing it. */
  async function evict(user: keyof typeof USERS): Promise<{ status: number; text: string }> {
    const name = `web-${Math.random().toString(36).slice(2, 8)}`;
    cluster.create('pods', {
      metadata: { namespace: 'drover-brake', name },
      spec: { containers: [{ name: 'web', image: 'web' }] },
    });
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace: 'drover-brake', name } };
    const path = `/api/v1/namespaces/drover-brake/pods/${name}/eviction`;
    return post(new URL(path, api.url), user, api.caPem, JSON.stringify(body));
  }
});

async function post(
  url: URL,
  token: string,
  ca: string,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request(url, { method: 'POST', ca, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.once('error', reject).end(body);
  });
}
