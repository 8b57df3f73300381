import { describe, expect, it } from 'vitest';
import { PodPairs } from '../../../src/sandbox/page/cluster/pod-pairs.ts';
import { aPodView } from './a-view.ts';

const web = (id: string, more: object = {}) => aPodView({ id, name: id, workload: 'shop/web', ...more });

describe('which pod comes in place of which', () => {
  it('is the evicted pod of the same workload', () => {
    const pairs = new PodPairs();
    pairs.next([web('a'), web('b'), aPodView({ id: 'c', workload: 'shop/cart' })]);

    const next = pairs.next([web('a', { terminating: true }), web('b'), web('d')]);

    expect([...next]).toEqual([['d', 'a']]);
  });

  it('may be one that is gone already, and each is succeeded once', () => {
    const pairs = new PodPairs();
    pairs.next([web('a'), web('b')]);

    const next = pairs.next([web('b'), web('d'), web('e')]);

    expect([...next]).toEqual([['d', 'a']]);
    expect([...pairs.next([web('b'), web('d'), web('e'), web('f')])]).toEqual([]);
  });

  it('is the pod of the same name under a StatefulSet', () => {
    const pairs = new PodPairs();
    pairs.next([
      web('1', { name: 'db-0', terminating: true }),
      web('2', { name: 'db-1', terminating: true }),
    ]);

    const next = pairs.next([web('2', { name: 'db-1', terminating: true }), web('3', { name: 'db-1' })]);

    expect([...next]).toEqual([['3', '2']]);
  });

  it('is nobody for a pod that was added, and for pods of DaemonSets', () => {
    const pairs = new PodPairs();
    pairs.next([web('a'), web('n', { kind: 'DaemonSet' })]);

    expect([...pairs.next([web('a'), web('b'), web('m', { kind: 'DaemonSet' })])]).toEqual([]);
  });

  it('forgets everything with another world', () => {
    const pairs = new PodPairs();
    pairs.next([web('a')]);
    pairs.clear();

    expect([...pairs.next([web('b')])]).toEqual([]);
  });
});
