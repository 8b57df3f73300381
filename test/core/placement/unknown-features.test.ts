import { describe, expect, it } from 'vitest';
import { placePod } from '../../../src/core/placement/place-pod.ts';
import type { PlacementCase } from '../../../src/core/placement/placement-case.ts';

const NODE = {
  metadata: { name: 'n1', uid: 'n1', labels: { 'kubernetes.io/hostname': 'n1' } },
  status: { allocatable: { cpu: '2', memory: '4Gi', pods: '10' } },
};
const POD = {
  metadata: { name: 'web', namespace: 'shop', uid: 'web', labels: { app: 'web' } },
  spec: {
    containers: [{ name: 'app' }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
  },
};
const CASE: PlacementCase = {
  nodes: [NODE],
  pods: [],
  pending: POD,
  persistentVolumeClaims: [
    {
      metadata: {
        name: 'data',
        namespace: 'shop',
        uid: 'c',
        annotations: { 'pv.kubernetes.io/bind-completed': 'yes' },
      },
      spec: { volumeName: 'pv' },
    },
  ],
  persistentVolumes: [{ metadata: { name: 'pv', uid: 'v' }, spec: {} }],
  storageClasses: [{ metadata: { name: 'gp3', uid: 's' }, provisioner: 'ebs.csi.aws.com' }],
};

describe('a feature that placement does not know', () => {
  it('is nowhere in the case that the others start from', () => {
    expect(placePod(CASE)).toMatchObject({ kind: 'proven', feasible: ['n1'] });
  });

  it.each<[string, object]>([
    ['pod.spec.newRule', { pending: { ...POD, spec: { ...POD.spec, newRule: 1 } } }],
    ['pod.spec.constructor', { pending: { ...POD, spec: { ...POD.spec, constructor: 1 } } }],
    [
      'pod.spec.resourceClaims',
      { pending: { ...POD, spec: { ...POD.spec, resourceClaims: [{ name: 'gpu' }] } } },
    ],
    [
      'pod.spec.affinity.groupAffinity',
      { pending: { ...POD, spec: { ...POD.spec, affinity: { groupAffinity: {} } } } },
    ],
    ['pod.spec.newRule', { pods: [{ ...POD, spec: { ...POD.spec, nodeName: 'n1', newRule: 1 } }] }],
    [
      'pod.spec.containers.resources.claims',
      {
        pending: {
          ...POD,
          spec: { containers: [{ name: 'app', resources: { claims: [{ name: 'gpu' }] } }] },
        },
      },
    ],
    [
      'pod.spec.volumes.ephemeral',
      { pending: { ...POD, spec: { ...POD.spec, volumes: [{ name: 'e', ephemeral: {} }] } } },
    ],
    ['node.spec.newRule', { nodes: [{ ...NODE, spec: { newRule: true } }] }],
    ['volume.spec.newRule', { persistentVolumes: [{ metadata: { name: 'pv' }, spec: { newRule: 1 } }] }],
    [
      'claim.spec.newRule',
      { persistentVolumeClaims: [{ metadata: { name: 'data' }, spec: { newRule: 1 } }] },
    ],
    ['class.newRule', { storageClasses: [{ metadata: { name: 'gp3' }, provisioner: 'x', newRule: 1 }] }],
  ])('%s leaves the case unproven', (feature, change) => {
    expect(placePod({ ...CASE, ...change })).toMatchObject({
      kind: 'unproven',
      features: expect.arrayContaining([feature]),
    });
  });

  it.each<[string, object]>([
    ['pod.spec.tolerations', { tolerations: [{ key: 'x', operator: 'Lt', value: '5' }] }],
    [
      'pod.spec.topologySpreadConstraints',
      {
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'x', whenUnsatisfiable: 'Later' }],
      },
    ],
  ])('a value that %s does not have today leaves the pod unproven', (feature, spec) => {
    expect(placePod({ ...CASE, pending: { ...POD, spec: { ...POD.spec, ...spec } } })).toEqual({
      kind: 'unproven',
      features: [feature],
    });
  });

  it('an amount that cannot be read is not guessed', () => {
    const spec = { containers: [{ name: 'app', resources: { requests: { cpu: 'much' } } }] };
    expect(placePod({ ...CASE, pending: { ...POD, spec } }).kind).toBe('unproven');
  });
});
