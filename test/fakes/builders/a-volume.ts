import type { PersistentVolume, PersistentVolumeClaim } from '../../../src/core/fleet/storage.ts';

interface VolumeOptions {
  readonly claim: string;
  readonly namespace?: string;
  readonly zone?: string;
  readonly accessMode?: string;
  readonly spec?: Partial<PersistentVolume['spec']>;
}

/** A claim of namespace `shop`, bound to an EBS volume of one zone. */
export function aZonalVolume(options: VolumeOptions): {
  readonly claims: readonly PersistentVolumeClaim[];
  readonly volumes: readonly PersistentVolume[];
} {
  const { claim, namespace = 'shop', zone = 'eu-west-1a', accessMode = 'ReadWriteOnce' } = options;
  const name = `pv-${namespace}-${claim}`;
  const term = {
    matchExpressions: [{ key: 'topology.ebs.csi.aws.com/zone', operator: 'In', values: [zone] }],
  };
  return {
    claims: [
      {
        metadata: {
          name: claim,
          namespace,
          uid: `uid-${name}-claim`,
          annotations: { 'pv.kubernetes.io/bind-completed': 'yes' },
        },
        spec: { accessModes: [accessMode], storageClassName: 'gp3', volumeName: name },
        status: { phase: 'Bound' },
      },
    ],
    volumes: [
      {
        metadata: { name, uid: `uid-${name}` },
        spec: {
          accessModes: [accessMode],
          storageClassName: 'gp3',
          claimRef: { namespace, name: claim },
          csi: { driver: 'ebs.csi.aws.com', volumeHandle: `vol-${claim}` },
          nodeAffinity: { required: { nodeSelectorTerms: [term] } },
          ...options.spec,
        },
        status: { phase: 'Bound' },
      },
    ],
  };
}
