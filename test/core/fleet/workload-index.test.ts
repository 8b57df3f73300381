import { describe, expect, it } from 'vitest';
import { indexWorkloads, type WorkloadLists } from '../../../src/core/fleet/workload-index.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';
import { aWorkload, running } from '../../fakes/builders/a-workload.ts';

const NONE: WorkloadLists = {
  deployments: [],
  replicaSets: [],
  statefulSets: [],
  daemonSets: [],
  jobs: [],
  replicaSetsReadOn: new Set(['n1']),
};

describe('what makes a pod again', () => {
  const { workload, replicaSet, pods } = running(aWorkload(), ['n1']);
  const deployments = [workload];

  it('is the Deployment above its ReplicaSet, with the template of the ReplicaSet', () => {
    const root = indexWorkloads({ ...NONE, deployments, replicaSets: [replicaSet!] }).rootOf(pods[0]!);
    expect(root).toMatchObject({
      kind: 'workload',
      ref: 'Deployment/shop/web',
      template: replicaSet!.spec.template,
    });
  });

  it('is found by name where the ReplicaSet was not read', () => {
    expect(indexWorkloads({ ...NONE, deployments }).rootOf(pods[0]!).ref).toBe('Deployment/shop/web');
  });

  it('is nobody for a bare pod', () => {
    expect(indexWorkloads(NONE).rootOf(aPod({ owner: null }))).toEqual({ kind: 'bare', ref: 'Pod/shop/pod' });
  });

  it('is gone when the owner is not on a complete list, or has another uid', () => {
    const stateful = aWorkload({ kind: 'StatefulSet', name: 'db' });
    const [pod] = running(stateful, ['n1']).pods;
    const renewed = { ...stateful, metadata: { ...stateful.metadata, uid: 'another' } };
    expect(indexWorkloads(NONE).rootOf(pod!).kind).toBe('orphan');
    expect(indexWorkloads({ ...NONE, statefulSets: [renewed] }).rootOf(pod!).kind).toBe('orphan');
  });

  it('may be a ReplicaSet that was not read, for a pod of another node group', () => {
    expect(indexWorkloads(NONE).rootOf(aPod({ node: 'n1' })).kind).toBe('orphan');
    expect(indexWorkloads(NONE).rootOf(aPod({ node: 'elsewhere' })).kind).toBe('custom');
  });

  it('may be of a kind that is not read', () => {
    const owner = {
      apiVersion: 'acid.zalan.do/v1',
      kind: 'postgresql',
      name: 'pg',
      uid: 'pg',
      controller: true,
    };
    expect(indexWorkloads(NONE).rootOf(aPod({ owner }))).toMatchObject({
      kind: 'custom',
      ref: 'postgresql/shop/pg',
    });
  });
});
