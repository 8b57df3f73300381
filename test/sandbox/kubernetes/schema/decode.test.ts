import { describe, expect, it } from 'vitest';
import { decodeStruct } from '../../../../src/sandbox/kubernetes/schema/decode.ts';
import { parseJson } from '../../../../src/sandbox/kubernetes/schema/go-json.ts';
import { structOf } from '../../../../src/sandbox/kubernetes/schema/schema.ts';

function decode(key: string, value: unknown, unknown: string[] = []): Record<string, unknown> {
  return decodeStruct(structOf(key)!, value, unknown);
}

describe('decoding', () => {
  it('writes fields in the order of the type, whatever the order of the body', () => {
    const text = JSON.stringify(
      decode('core/v1.ConfigMap', { data: { b: '2', a: '1' }, metadata: { name: 'm' } }),
    );

    expect(text).toBe('{"metadata":{"name":"m","creationTimestamp":null},"data":{"a":"1","b":"2"}}');
  });

  it('drops unknown fields and tells their paths in the order of the body', () => {
    const unknown: string[] = [];

    decode(
      'core/v1.Pod',
      { metadata: { shade: 1 }, spec: { containers: [{ name: 'a', foo: 1 }], bar: 2 } },
      unknown,
    );

    expect(unknown).toEqual(['metadata.shade', 'spec.containers[0].foo', 'spec.bar']);
  });

  it('keeps pointers to zero and drops zero values', () => {
    const budget = decode('policy/v1.PodDisruptionBudget', { spec: { minAvailable: 0, selector: {} } });
    const port = decode('core/v1.ServicePort', { port: 80, nodePort: 0, name: '' });

    expect(budget['spec']).toEqual({ minAvailable: 0, selector: {} });
    expect(port).toEqual({ port: 80, targetPort: 0 });
  });

  it.each([
    [
      'core/v1.ConfigMap',
      { data: { a: 1 } },
      'cannot unmarshal number into Go struct field ConfigMap.data of type string',
    ],
    [
      'core/v1.Node',
      { metadata: { annotations: { a: 8 } } },
      'Go struct field ObjectMeta.metadata.annotations of type string',
    ],
    [
      'core/v1.Pod',
      { spec: { containers: 'x' } },
      'cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container',
    ],
    [
      'apps/v1.Deployment',
      { spec: { replicas: 1.5 } },
      'cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    ['core/v1.Secret', { data: { a: '%%' } }, 'illegal base64 data at input byte 0'],
  ])('refuses what does not fit %s', (key, value, message) => {
    expect(() => decode(key, value)).toThrow(message);
  });

  it('writes times to the second in UTC, and micro times with six decimals', () => {
    const lease = decode('coordination/v1.Lease', { spec: { renewTime: '2026-01-01T01:00:00.5+01:00' } });
    const event = decode('core/v1.Event', { firstTimestamp: '2026-01-01T01:00:00.9+01:00' });

    expect(lease['spec']).toEqual({ renewTime: '2026-01-01T00:00:00.500000Z' });
    expect(event['firstTimestamp']).toBe('2026-01-01T00:00:00Z');
  });
});

describe('reading JSON', () => {
  it.each([
    ['', 'unexpected end of JSON input'],
    ['{"a":', 'unexpected end of JSON input'],
    ['apiVersion: v1', "invalid character 'a' looking for beginning of value"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['tru!', "invalid character '!' in literal true (expecting 'e')"],
  ])('says of %j what the server says', (text, error) => {
    expect(parseJson(text)).toEqual({ ok: false, error });
  });

  it('finds fields that stand there twice', () => {
    const parsed = parseJson('{"a":1,"b":{"c":"}","c":2},"l":[{"x":1},{"x":1,"x":2}],"a":3}');

    expect(parsed).toMatchObject({ ok: true, duplicates: ['b.c', 'l[1].x', 'a'] });
  });
});
