import type { ObjectName } from '../../fleet/object-name.ts';
import type { Container, PodSpec, Volume } from '../../fleet/pod.ts';
import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { listOf } from '../facts/words.ts';
import type { Fleet } from '../fleet.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** References that are optional are not missed. Secrets are only looked for where their names may be read. */
export const configRefMissing: PreflightCheck = {
  id: 'config-ref-missing',
  number: 39,
  title: 'A pod refers to a ConfigMap or Secret that is gone',
  why: 'The running pod has long read it; its replacement cannot start.',
  severities: ['blocker'],
  gate: false,
  needs: [...NEEDS_WORKLOADS, 'configMaps'],

  inspect(fleet) {
    const known = namesByKind(fleet);
    return movingRoots(fleet).flatMap(({ root, pods }) => {
      const [pod] = pods;
      if (!pod) return [];
      const namespace = pod.metadata.namespace ?? '';
      const missing = [
        ...new Set(referencesOf(pod.spec).map(({ kind, name }) => `${kind}/${namespace}/${name}`)),
      ].filter((object) => known.get(object.split('/')[0] ?? '')?.has(object) === false);
      if (missing.length === 0) return [];
      return {
        severity: 'blocker',
        objects: [root.ref, ...missing],
        message: `${root.ref} refers to ${listOf(missing)}, which ${missing.length === 1 ? 'does' : 'do'} not exist.`,
        fix: 'Make it again (a garbage-collected name with a hash is the usual cause), or mark the reference optional.',
      };
    });
  },
};

/** Kinds whose names were not read are absent, so that nothing of them is missed. */
function namesByKind(fleet: Fleet): ReadonlyMap<string, ReadonlySet<string>> {
  const lists: readonly (readonly [string, readonly ObjectName[] | undefined])[] = [
    ['ConfigMap', fleet.get('configMaps')],
    ['Secret', fleet.find('secrets')],
    ['ServiceAccount', fleet.find('serviceAccounts')],
  ];
  return new Map(
    lists.flatMap(([kind, names]) =>
      names
        ? [[kind, new Set(names.map(({ namespace, name }) => `${kind}/${namespace}/${name}`))] as const]
        : [],
    ),
  );
}

interface ObjectReference {
  readonly kind: string;
  readonly name: string;
}

function referencesOf(spec: PodSpec): readonly ObjectReference[] {
  const account = spec.serviceAccountName ? [{ kind: 'ServiceAccount', name: spec.serviceAccountName }] : [];
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  return [...account, ...(spec.volumes ?? []).flatMap(ofVolume), ...containers.flatMap(ofContainer)];
}

interface Named {
  readonly name?: string;
  readonly secretName?: string;
  readonly optional?: boolean;
}

function ofVolume(volume: Volume): ObjectReference[] {
  const projected = volume['projected'] as
    | { readonly sources?: readonly Record<string, Named>[] }
    | undefined;
  return [
    ...named('ConfigMap', volume['configMap'] as Named | undefined),
    ...named('Secret', volume['secret'] as Named | undefined),
    ...(projected?.sources ?? []).flatMap((source) => [
      ...named('ConfigMap', source['configMap']),
      ...named('Secret', source['secret']),
    ]),
  ];
}

function ofContainer(container: Container): ObjectReference[] {
  const { env = [], envFrom = [] } = container as Container & {
    readonly env?: readonly { readonly valueFrom?: Readonly<Record<string, Named>> }[];
    readonly envFrom?: readonly Readonly<Record<string, Named>>[];
  };
  return [
    ...env.flatMap(({ valueFrom }) => [
      ...named('ConfigMap', valueFrom?.['configMapKeyRef']),
      ...named('Secret', valueFrom?.['secretKeyRef']),
    ]),
    ...envFrom.flatMap((source) => [
      ...named('ConfigMap', source['configMapRef']),
      ...named('Secret', source['secretRef']),
    ]),
  ];
}

function named(kind: string, reference: Named | undefined): ObjectReference[] {
  const name = reference?.name ?? reference?.secretName;
  return name && !reference?.optional ? [{ kind, name }] : [];
}
