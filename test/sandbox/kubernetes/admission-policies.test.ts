import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type Answered, type ApiUnderTest } from './start-api.ts';

const API = '/apis/admissionregistration.k8s.io/v1';
const MAPS = '/api/v1/namespaces/default/configmaps';
const RULES = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }];
/** World time is fast here: a policy is noticed after some ten milliseconds. */
const SPEED = 20;

describe('validating admission policies', () => {
  let under: ApiUnderTest;
  let count = 0;
  beforeAll(async () => {
    under = await startApi({ speed: SPEED });
  });
  afterAll(() => under.stop());

  async function verdictOf(spec: object, binding: object = {}): Promise<Answered> {
    const name = `policy-${++count}`;
    await under.call('POST', `${API}/validatingadmissionpolicies`, {
      metadata: { name },
      spec: { matchConstraints: { resourceRules: RULES }, ...spec },
    });
    await under.call('POST', `${API}/validatingadmissionpolicybindings`, {
      metadata: { name },
      spec: { policyName: name, validationActions: ['Deny'], ...binding },
    });
    await worldMs(600);
    const verdict = await under.call('POST', `${MAPS}?dryRun=All`, {
      metadata: { name: 'judged', labels: { a: 'b' } },
      data: { x: '1' },
    });
    await under.call('DELETE', `${API}/validatingadmissionpolicybindings/${name}`);
    await worldMs(1_300);
    return verdict;
  }

  function worldMs(ms: number): Promise<void> {
    return under.cluster.clock.sleep(ms);
  }

  it.each([
    [
      'no label zone',
      { validations: [{ expression: "object.metadata.labels['zone'] == 'x'" }] },
      'no such key: zone',
    ],
    [
      'its expression',
      { validations: [{ expression: 'size(object.data) > 1' }] },
      'failed expression: size(object.data) > 1',
    ],
    ['its message', { validations: [{ expression: 'false', message: 'never' }] }, 'denied request: never'],
    [
      'a message of its own making',
      { validations: [{ expression: 'false', messageExpression: "'no ' + object.metadata.name" }] },
      'denied request: no judged',
    ],
    [
      'a variable',
      {
        variables: [{ name: 'n', expression: 'size(object.data)' }],
        validations: [{ expression: 'variables.n > 1', message: 'few' }],
      },
      'denied request: few',
    ],
  ])('deny with %s', async (_title, spec, text) => {
    const { status, body } = await verdictOf(spec);

    expect(status).toBe(422);
    expect(body['message']).toContain(text);
  });

  it('deny with 403 for the reason Forbidden', async () => {
    const { status, body } = await verdictOf({ validations: [{ expression: 'false', reason: 'Forbidden' }] });

    expect([status, body['reason']]).toEqual([403, 'Forbidden']);
  });

  it.each([
    [
      'their failure is to be ignored',
      { failurePolicy: 'Ignore', validations: [{ expression: "object.data.none == 'x'" }] },
    ],
    [
      'a condition does not hold',
      {
        matchConditions: [{ name: 'c', expression: "object.metadata.name == 'other'" }],
        validations: [{ expression: 'false' }],
      },
    ],
    [
      'they speak of other operations',
      {
        matchConstraints: { resourceRules: [{ ...RULES[0], operations: ['UPDATE'] }] },
        validations: [{ expression: 'false' }],
      },
    ],
  ])('let pass when %s', async (_title, spec) => {
    expect((await verdictOf(spec)).status).toBe(201);
  });

  it('warn, and let pass, under a binding that only warns', async () => {
    const spec = { validations: [{ expression: 'false', message: 'mind' }] };

    const { status, headers } = await verdictOf(spec, { validationActions: ['Warn'] });

    expect(status).toBe(201);
    expect(headers['warning']).toMatch(
      /^299 - "Validation failed for ValidatingAdmissionPolicy 'policy-\d+' with binding 'policy-\d+': mind"$/,
    );
  });

  it('refuse to be made with an expression that does not compile', async () => {
    const { status, body } = await under.call('POST', `${API}/validatingadmissionpolicies`, {
      metadata: { name: 'broken' },
      spec: { matchConstraints: { resourceRules: RULES }, validations: [{ expression: 'this is bad' }] },
    });

    expect(status).toBe(422);
    expect(body['message']).toContain(
      'spec.validations[0].expression: Invalid value: "this is bad": compilation failed',
    );
  });

  it('never see params again once the last binding that used their kind is gone', async () => {
    const spec = {
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      validations: [{ expression: "params.data.go == 'yes'" }],
    };
    const binding = (name: string) => ({
      paramRef: { name, namespace: 'default', parameterNotFoundAction: 'Deny' },
    });
    await under.call('POST', MAPS, { metadata: { name: 'early' }, data: { go: 'yes' } });

    const before = await verdictOf(spec, binding('early'));
    await under.call('POST', MAPS, { metadata: { name: 'late' }, data: { go: 'yes' } });
    const after = await verdictOf(spec, binding('late'));

    expect(before.status).toBe(201);
    expect(after.body['message']).toContain(
      'no params found for policy binding with `Deny` parameterNotFoundAction',
    );
  });
});
