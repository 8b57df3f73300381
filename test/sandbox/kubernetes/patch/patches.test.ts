import { describe, expect, it } from 'vitest';
import { applyJsonPatch } from '../../../../src/sandbox/kubernetes/patch/json-patch.ts';
import { applyMergePatch } from '../../../../src/sandbox/kubernetes/patch/merge-patch.ts';
import { applyStrategicMergePatch } from '../../../../src/sandbox/kubernetes/patch/strategic-merge-patch.ts';
import { structOf } from '../../../../src/sandbox/kubernetes/schema/schema.ts';

const POD = structOf('core/v1.Pod')!;
const NODE = structOf('core/v1.Node')!;

describe('a strategic merge patch', () => {
  it('merges containers by name and keeps what it does not name', () => {
    const pod = {
      spec: {
        containers: [
          { name: 'a', image: 'a:1' },
          { name: 'b', image: 'b:1' },
        ],
      },
    };

    const next = applyStrategicMergePatch(POD, pod, { spec: { containers: [{ name: 'b', image: 'b:2' }] } });

    expect(next).toEqual({
      spec: {
        containers: [
          { name: 'a', image: 'a:1' },
          { name: 'b', image: 'b:2' },
        ],
      },
    });
  });

  it('puts new items of a merged list before those that it does not name', () => {
    const pod = { status: { conditions: [{ type: 'PodScheduled', status: 'True' }] } };

    const next = applyStrategicMergePatch(POD, pod, {
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    });

    expect(next).toEqual({
      status: {
        conditions: [
          { type: 'Ready', status: 'True' },
          { type: 'PodScheduled', status: 'True' },
        ],
      },
    });
  });

  it('replaces lists without a merge key, such as taints', () => {
    const node = { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } };

    const next = applyStrategicMergePatch(NODE, node, {
      spec: { taints: [{ key: 'b', effect: 'NoExecute' }] },
    });

    expect(next).toEqual({ spec: { taints: [{ key: 'b', effect: 'NoExecute' }] } });
  });

  it('obeys its directives', () => {
    const node = {
      metadata: { finalizers: ['x/a', 'x/b'], labels: { a: '1', b: '2' } },
      status: { conditions: [{ type: 'Ready' }, { type: 'Disk' }] },
    };

    const next = applyStrategicMergePatch(NODE, node, {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['x/a'], labels: { $patch: 'replace', c: '3' } },
      status: { conditions: [{ type: 'Disk', $patch: 'delete' }] },
    });

    expect(next).toEqual({
      metadata: { finalizers: ['x/b'], labels: { c: '3' } },
      status: { conditions: [{ type: 'Ready' }] },
    });
  });

  it('removes a field by null and a volume source by retaining other keys', () => {
    const pod = { spec: { nodeName: 'n', volumes: [{ name: 'v', emptyDir: {} }] } };

    const next = applyStrategicMergePatch(POD, pod, {
      spec: {
        nodeName: null,
        volumes: [{ name: 'v', $retainKeys: ['name', 'secret'], secret: { secretName: 's' } }],
      },
    });

    expect(next).toEqual({ spec: { volumes: [{ name: 'v', secret: { secretName: 's' } }] } });
  });
});

describe('a JSON patch', () => {
  const document = { spec: { list: [1, 2], flag: true }, labels: { 'a/b': 'x' } };

  it('adds, removes, replaces, moves, copies and tests', () => {
    const next = applyJsonPatch(document, [
      { op: 'test', path: '/labels/a~1b', value: 'x' },
      { op: 'add', path: '/spec/list/-', value: 3 },
      { op: 'replace', path: '/spec/list/0', value: 9 },
      { op: 'remove', path: '/spec/flag' },
      { op: 'copy', from: '/labels/a~1b', path: '/spec/copied' },
      { op: 'move', from: '/labels', path: '/moved' },
    ]);

    expect(next).toEqual({ spec: { list: [9, 2, 3], copied: 'x' }, moved: { 'a/b': 'x' } });
  });

  it.each([
    [{ op: 'test', path: '/spec/flag', value: false }],
    [{ op: 'remove', path: '/spec/none' }],
    [{ op: 'replace', path: '/none', value: 1 }],
    [{ op: 'add', path: '/none/deeper', value: 1 }],
    [{ op: 'add', path: '/spec/list/7', value: 1 }],
    [{ op: 'increment', path: '/spec/list/0' }],
  ])('that does not fit is refused as a whole: %j', (operation) => {
    const before = structuredClone(document);

    expect(() => applyJsonPatch(document, [{ op: 'add', path: '/new', value: 1 }, operation])).toThrow(
      'the server rejected our request',
    );
    expect(document).toEqual(before);
  });

  it('compares without regard to the order of keys', () => {
    const patch = [{ op: 'test', path: '', value: { b: 1, a: [2] } }];

    expect(applyJsonPatch({ a: [2], b: 1 }, patch)).toEqual({ a: [2], b: 1 });
  });
});

describe('a merge patch', () => {
  it('merges objects, removes by null and replaces lists', () => {
    const next = applyMergePatch({ a: { x: 1, y: 2 }, list: [1, 2] }, { a: { x: null, z: 3 }, list: [4] });

    expect(next).toEqual({ a: { y: 2, z: 3 }, list: [4] });
  });
});
