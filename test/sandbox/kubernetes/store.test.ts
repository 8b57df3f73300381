import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/sandbox/kubernetes/object.ts';
import { ObjectStore } from '../../../src/sandbox/kubernetes/store.ts';

function anObject(namespace: string, name: string, mark = ''): KubeObject {
  const metadata = {
    name,
    namespace,
    uid: name,
    resourceVersion: '',
    creationTimestamp: '',
    labels: { mark },
  };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata };
}

function names(objects: readonly KubeObject[]): string[] {
  return objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

describe('the store', () => {
  it("keeps etcd's order and gives one namespace without its neighbours", () => {
    const store = new ObjectStore();
    for (const [namespace, name] of [
      ['b', 'z'],
      ['a-b', 'q'],
      ['a', 'y'],
      ['a', 'x'],
      ['aa', 'w'],
    ] as const)
      store.put('configmaps', anObject(namespace, name));

    expect(names(store.list('configmaps'))).toEqual(['a-b/q', 'a/x', 'a/y', 'aa/w', 'b/z']);
    expect(names(store.list('configmaps', 'a'))).toEqual(['a/x', 'a/y']);
  });

  it('shows a list as it was at an older version', () => {
    const store = new ObjectStore();
    store.put('configmaps', anObject('a', 'one', 'old'));
    store.put('configmaps', anObject('a', 'two'));
    const { version } = store;
    store.put('configmaps', anObject('a', 'one', 'new'));
    store.remove('configmaps', 'a', 'two');
    store.put('configmaps', anObject('a', 'three'));

    const then = store.view('configmaps', version).all();

    expect(names(then)).toEqual(['a/one', 'a/two']);
    expect(then[0]?.metadata.labels).toEqual({ mark: 'old' });
    expect(names(store.list('configmaps'))).toEqual(['a/one', 'a/three']);
  });

  it('forgets versions for lists when it is compacted, but not for watches', () => {
    const store = new ObjectStore();
    const first = store.put('configmaps', anObject('a', 'one'));
    store.put('configmaps', anObject('a', 'two'));
    const version = Number(first.metadata.resourceVersion);

    store.compact();

    expect(store.oldest('configmaps')).toBeGreaterThan(version);
    expect(store.since('configmaps', version)?.map(({ object }) => object.metadata.name)).toEqual(['two']);
    store.forgetChanges();
    expect(store.since('configmaps', version)).toBeUndefined();
  });
});
