import {
  childOf,
  defaultTo,
  isSame,
  mapOf,
  ownChild,
  textOf,
  textsOf,
  type Fields,
} from '../schema/fields.ts';
import {
  forbiddenValue,
  invalidValue,
  notSupported,
  requiredValue,
  type FieldError,
} from '../validation/field-error.ts';
import { keepSpec, keepStatus, withoutStatus, type Strategy } from './strategy.ts';

const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];
const RECLAIM = ['Delete', 'Recycle', 'Retain'];

export const persistentVolumes: Strategy = {
  returnsDeleted: true,
  defaults: (volume) => {
    const spec = ownChild(volume, 'spec');
    defaultTo(spec, 'persistentVolumeReclaimPolicy', 'Retain');
    defaultTo(spec, 'volumeMode', 'Filesystem');
    addFinalizer(volume, 'kubernetes.io/pv-protection');
  },
  prepareCreate: (volume, now) => {
    volume['status'] = { phase: 'Pending', lastPhaseTransitionTime: now };
  },
  prepareUpdate: keepStatus,
  prepareStatusUpdate: (next, current, now) => {
    keepSpec(next, current);
    if (textOf(childOf(next, 'status'), 'phase') !== textOf(childOf(current, 'status'), 'phase'))
      childOf(next, 'status')['lastPhaseTransitionTime'] ??= now;
  },
  validate: (volume) => {
    const spec = childOf(volume, 'spec');
    const errors = modeErrors(spec);
    if (Object.keys(mapOf(spec, 'capacity')).length === 0) errors.push(requiredValue('spec.capacity'));
    const policy = textOf(spec, 'persistentVolumeReclaimPolicy');
    if (!RECLAIM.includes(policy))
      errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, RECLAIM));
    return errors;
  },
  validateUpdate: (next, current) => {
    const source = volumeSource(next);
    return isSame(source, volumeSource(current))
      ? []
      : [
          forbiddenValue(
            'spec.persistentvolumesource',
            'spec.persistentvolumesource is immutable after creation',
          ),
        ];
  },
};

const NO_SOURCE = [
  'capacity',
  'accessModes',
  'claimRef',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'mountOptions',
  'volumeMode',
  'nodeAffinity',
  'volumeAttributesClassName',
];

function volumeSource(volume: Fields): unknown {
  return Object.entries(childOf(volume, 'spec')).filter(([key]) => !NO_SOURCE.includes(key));
}

export const claims: Strategy = {
  returnsDeleted: true,
  defaults: (claim) => {
    defaultTo(ownChild(claim, 'spec'), 'volumeMode', 'Filesystem');
    addFinalizer(claim, 'kubernetes.io/pvc-protection');
  },
  prepareCreate: withoutStatus({ phase: 'Pending' }),
  prepareUpdate: keepStatus,
  prepareStatusUpdate: keepSpec,
  validate: (claim) => {
    const spec = childOf(claim, 'spec');
    const errors = modeErrors(spec);
    const requests = mapOf(childOf(spec, 'resources'), 'requests');
    if (requests['storage'] === undefined) errors.push(requiredValue('spec.resources[storage]'));
    return errors;
  },
  validateUpdate: claimChangeErrors,
};

function claimChangeErrors(next: Fields, current: Fields): FieldError[] {
  const before = structuredClone(childOf(current, 'spec'));
  const after = structuredClone(childOf(next, 'spec'));
  if (!textOf(before, 'volumeName')) delete after['volumeName'];
  for (const spec of [before, after]) delete spec['resources'];
  if (!before['storageClassName']) delete after['storageClassName'];
  if (isSame(before, after)) return [];
  const detail =
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  return [forbiddenValue('spec', detail)];
}

function modeErrors(spec: Fields): FieldError[] {
  const modes = textsOf(spec, 'accessModes');
  if (modes.length === 0) return [requiredValue('spec.accessModes', 'at least 1 access mode is required')];
  return modes
    .filter((mode) => !MODES.includes(mode))
    .map((mode) => notSupported('spec.accessModes', mode, MODES.toSorted()));
}

function addFinalizer(object: Fields, name: string): void {
  const metadata = ownChild(object, 'metadata');
  // Only a new object is protected: one that is being deleted must be able to let go.
  if (metadata['uid'] !== undefined) return;
  const finalizers = textsOf(metadata, 'finalizers');
  if (!finalizers.includes(name)) metadata['finalizers'] = [...finalizers, name];
}

export const storageClasses: Strategy = {
  returnsDeleted: true,
  defaults: (object) => {
    object['reclaimPolicy'] ??= 'Delete';
    object['volumeBindingMode'] ??= 'Immediate';
  },
  validate: (object) => (textOf(object, 'provisioner') ? [] : [requiredValue('provisioner')]),
  validateUpdate: (next, current) => {
    const errors: FieldError[] = [];
    if (!isSame(next['parameters'], current['parameters']))
      errors.push(forbiddenValue('parameters', 'updates to parameters are forbidden.'));
    if (next['provisioner'] !== current['provisioner'])
      errors.push(forbiddenValue('provisioner', 'updates to provisioner are forbidden.'));
    if (next['reclaimPolicy'] !== current['reclaimPolicy'])
      errors.push(forbiddenValue('reclaimPolicy', 'updates to reclaimPolicy are forbidden.'));
    if (next['volumeBindingMode'] !== current['volumeBindingMode'])
      errors.push(invalidValue('volumeBindingMode', next['volumeBindingMode'], 'field is immutable'));
    return errors;
  },
};

export const volumeAttachments: Strategy = {
  needsVersion: true,
  returnsDeleted: true,
  prepareCreate: withoutStatus({ attached: false }),
  prepareUpdate: keepStatus,
  prepareStatusUpdate: keepSpec,
  validate: (object) => {
    const spec = childOf(object, 'spec');
    const errors: FieldError[] = [];
    if (!textOf(spec, 'attacher')) errors.push(requiredValue('spec.attacher'));
    const source = childOf(spec, 'source');
    if (!textOf(source, 'persistentVolumeName') && !source['inlineVolumeSpec'])
      errors.push(
        requiredValue('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'),
      );
    if (!textOf(spec, 'nodeName')) errors.push(requiredValue('spec.nodeName'));
    return errors;
  },
  validateUpdate: (next, current) =>
    isSame(next['spec'], current['spec']) ? [] : [invalidValue('spec', next['spec'], 'field is immutable')],
};

export const csiNodes: Strategy = { needsVersion: true, returnsDeleted: true };

export const csiDrivers: Strategy = {
  needsVersion: true,
  returnsDeleted: true,
  defaults: (object) => {
    const spec = ownChild(object, 'spec');
    spec['attachRequired'] ??= true;
    spec['podInfoOnMount'] ??= false;
    spec['storageCapacity'] ??= false;
    spec['fsGroupPolicy'] ??= 'ReadWriteOnceWithFSType';
    spec['requiresRepublish'] ??= false;
    spec['seLinuxMount'] ??= false;
    if (textsOf(spec, 'volumeLifecycleModes').length === 0) spec['volumeLifecycleModes'] = ['Persistent'];
  },
};

export const csiStorageCapacities: Strategy = { needsVersion: true, returnsDeleted: true };
