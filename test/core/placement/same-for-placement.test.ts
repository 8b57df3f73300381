import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PodSpec } from '../../../src/core/fleet/pod.ts';
import { podSignature } from '../../../src/core/placement/pod-signature.ts';
import {
  holdsTheSame,
  sameForPlacement,
  sharesForPlacement,
} from '../../../src/core/placement/same-for-placement.ts';
import { readRecordedCases } from './recordings-of-scheduler.ts';

const SPECS = readRecordedCases().flatMap(({ pods, pending }) => [...pods, pending].map(({ spec }) => spec));
const aSpec = fc.nat(SPECS.length - 1).map((index) => SPECS[index]!);
const SPEC: PodSpec = {
  nodeSelector: { disk: 'ssd' },
  containers: [{ name: 'app', image: 'app:1', resources: { requests: { cpu: '1' } } }],
};

describe('two specs that share their parts', () => {
  it('are the same for placement, whatever is changed in one of them', () => {
    const aChange = fc.dictionary(
      fc.constantFrom('nodeName', 'hostname', 'priority', 'newRule', 'left', 'nodeSelector', 'containers'),
      fc.constantFrom<unknown>(undefined, 1, 'n2', SPEC.nodeSelector, SPEC.containers),
    );
    fc.assert(
      fc.property(aChange, aChange, (left, right) => {
        const [a, b] = [
          { ...SPEC, ...left },
          { ...SPEC, ...right },
        ] as unknown as [PodSpec, PodSpec];
        expect(sharesForPlacement(a, b) && !sameForPlacement(a, b)).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });

  it('may be on different nodes', () => {
    expect(sharesForPlacement({ ...SPEC, nodeName: 'n1' }, { ...SPEC, nodeName: 'n2' })).toBe(true);
    expect(sharesForPlacement(SPEC, { ...SPEC, nodeName: 'n2' })).toBe(true);
    expect(sharesForPlacement(SPEC, { ...SPEC, priority: 1 })).toBe(false);
  });
});

describe('two pods of a DaemonSet', () => {
  const meantFor = (node: string, more: object = {}, besides: object = {}): PodSpec => ({
    ...SPEC,
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }], ...more },
          ],
        },
      },
      ...besides,
    },
  });

  it('hold the same on either node, and are not placed alike', () => {
    expect(holdsTheSame(meantFor('n1'), meantFor('n2'))).toBe(true);
    expect(sharesForPlacement(meantFor('n1'), meantFor('n2'))).toBe(false);
  });

  it('are told apart by anything else', () => {
    const apart = { podAntiAffinity: {} };
    expect(holdsTheSame(meantFor('n1'), meantFor('n2', {}, apart))).toBe(false);
    expect(holdsTheSame(meantFor('n1', {}, apart), meantFor('n2', {}, apart))).toBe(false);
    expect(holdsTheSame(meantFor('n1'), meantFor('n2', { matchExpressions: [] }))).toBe(false);
    expect(holdsTheSame(meantFor('n1'), SPEC)).toBe(false);
    expect(holdsTheSame(meantFor('n1'), { ...meantFor('n2'), priority: 1 })).toBe(false);
  });
});

describe('two specs that are the same for placement', () => {
  it('have one signature, among all recorded specs', () => {
    fc.assert(
      fc.property(aSpec, aSpec, (a, b) => {
        expect(sameForPlacement(a, b) && inOrder(a) !== inOrder(b)).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });

  it.each<[string, Partial<PodSpec>]>([
    ['the node they run on', { nodeName: 'n2' }],
    ['the time they are given to end', { terminationGracePeriodSeconds: 5 }],
    ['the image', { containers: [{ ...SPEC.containers[0]!, image: 'app:2' }] }],
  ])('may differ in %s', (_, change) => {
    expect(sameForPlacement(SPEC, { ...SPEC, ...change })).toBe(true);
    expect(sameForPlacement({ ...SPEC, ...change }, SPEC)).toBe(true);
  });

  it.each<[string, object]>([
    ['a field that nobody knows', { newRule: 1 }],
    ['a field without a value', { newRule: undefined }],
    ['a request', { containers: [{ ...SPEC.containers[0]!, resources: { requests: { cpu: '2' } } }] }],
    ['an unknown field of a container', { containers: [{ ...SPEC.containers[0]!, newRule: 1 }] }],
    ['one container more', { containers: [...SPEC.containers, { name: 'side' }] }],
    ['a label they ask for', { nodeSelector: { disk: 'hdd' } }],
    ['one label more that they ask for', { nodeSelector: { disk: 'ssd', zone: 'a' } }],
    ['a list where a map is expected', { nodeSelector: ['ssd'] }],
  ])('may not differ in %s', (_, change) => {
    expect(sameForPlacement(SPEC, { ...SPEC, ...change })).toBe(false);
    expect(sameForPlacement({ ...SPEC, ...change }, SPEC)).toBe(false);
  });

  it('may not have different fields, as many as they are', () => {
    const [a, b] = [
      { ...SPEC, left: undefined },
      { ...SPEC, right: 1 },
    ];
    expect(sameForPlacement(a, b)).toBe(false);
    expect(sameForPlacement(b, a)).toBe(false);
  });
});

/** The order of fields changes a signature, and only makes one profile more. */
function inOrder(spec: PodSpec): string {
  const fields = Object.entries(spec).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return podSignature('shop', Object.fromEntries(fields) as unknown as PodSpec);
}
