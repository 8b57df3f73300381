import { describe, expect, it } from 'vitest';
import type { PodAffinityTerm, PodSpec } from '../../../src/core/fleet/pod.ts';
import { replacementsOf } from '../../../src/core/simulation/replacement-pods.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';

const HASH = 'pod-template-hash';
const OWN = { key: HASH, operator: 'In', values: ['5d9c7'] };

function apart(more: Partial<PodAffinityTerm>): Pick<PodSpec, 'affinity'> {
  const term = { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } }, ...more };
  return { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
}

function spread(more: object): Pick<PodSpec, 'topologySpreadConstraints'> {
  const constraint = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' };
  return {
    topologySpreadConstraints: [{ ...constraint, labelSelector: { matchLabels: { app: 'web' } }, ...more }],
  };
}

function replacements(running: Partial<PodSpec>, template: Partial<PodSpec>) {
  const containers = [{ name: 'app' }];
  const pod = aPod({ labels: { app: 'web', [HASH]: '5d9c7' }, spec: { containers, ...running } });
  return replacementsOf(pod, { spec: { containers, ...template } });
}

describe('the pod that comes in the place of another', () => {
  const keys = { matchLabelKeys: [HASH] };
  const selector = { matchLabels: { app: 'web' }, matchExpressions: [OWN] };

  it('is the same one where the API server has but written out what the template says', () => {
    expect(replacements(apart({ ...keys, labelSelector: selector }), apart(keys))).toHaveLength(1);
    expect(replacements(spread({ ...keys, labelSelector: selector }), spread(keys))).toHaveLength(1);
    expect(replacements(spread(keys), spread(keys))).toHaveLength(1);
    const not = { matchLabels: { app: 'web' }, matchExpressions: [{ ...OWN, operator: 'NotIn' }] };
    const mismatch = { mismatchLabelKeys: [HASH, 'absent'] };
    expect(replacements(apart({ ...mismatch, labelSelector: not }), apart(mismatch))).toHaveLength(1);
  });

  it('may be another one where the template was changed, and then asks as the API server will write it', () => {
    const [, other] = replacements(
      apart({ ...keys, labelSelector: selector }),
      apart({ ...keys, topologyKey: 'rack' }),
    );
    expect(other?.spec.affinity).toEqual(
      apart({ ...keys, topologyKey: 'rack', labelSelector: selector }).affinity,
    );
  });

  it('may be another one where the template asks for more', () => {
    const cpu = (amount: string) => ({
      containers: [{ name: 'app', resources: { requests: { cpu: amount } } }],
    });
    expect(replacements(cpu('1'), cpu('2'))[1]?.spec.containers[0]?.resources?.requests).toEqual({
      cpu: '2',
    });
    expect(replacements(cpu('1'), cpu('1'))).toHaveLength(1);
  });
});
