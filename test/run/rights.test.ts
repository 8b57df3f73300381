import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../architecture/a-copy.ts';
import { readGrantedRights } from './rights/granted-rights.ts';
import { findUnusedRights } from './rights/unused-rights.ts';

const granted = readGrantedRights(join(ROOT, 'manifests'));

describe('the rights of the manifests', () => {
  it('are read verb by verb and action by action', () => {
    expect(granted.kubernetes).toContainEqual({
      role: 'ClusterRole/drover-actor',
      verb: 'create',
      group: '',
      resource: 'pods/eviction',
    });
    expect(granted.kubernetes).toContainEqual({
      role: 'Role/drover/drover-state',
      verb: 'update',
      group: 'coordination.k8s.io',
      resource: 'leases',
    });
    expect(granted.aws).toContainEqual({ sid: 'ReadClusters', action: 'eks:DescribeCluster' });
    // What is denied is not granted.
    expect(granted.aws.map(({ sid }) => sid)).not.toContain('FrozenGroupsStayAsTheyAre');
  });

  it('are all in use when the stories together used each', () => {
    const [first, ...rest] = granted.kubernetes;
    const used = [
      { kubernetes: first ? [first] : [], aws: granted.aws },
      { kubernetes: rest, aws: [] },
    ];

    expect(findUnusedRights(granted, used)).toEqual([]);
  });

  it('are named when no story used them', () => {
    const kubernetes = granted.kubernetes.filter(({ resource }) => resource !== 'pods/eviction');
    const aws = granted.aws.filter(({ action }) => action !== 'autoscaling:DeleteTags');

    expect(findUnusedRights(granted, [{ kubernetes, aws }])).toEqual([
      'ClusterRole/drover-actor: create pods/eviction',
      'statement MarkOptedInGroups: autoscaling:DeleteTags',
    ]);
  });
});
