import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ApiFailure } from '../../../src/adapters/kubernetes/api-failure.ts';
import { isDenial } from '../../../src/adapters/kubernetes/admission-denial.ts';
import { evictOutcomeOf } from '../../../src/adapters/kubernetes/evict-outcome.ts';
import { toPortError } from '../../../src/adapters/kubernetes/to-port-error.ts';

interface Step {
  readonly request?: { readonly method: string; readonly path: string };
  readonly until?: { readonly request: Step['request'] };
  readonly response?: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: { readonly message?: string; readonly reason?: string };
  };
  readonly during?: readonly Step[];
}

interface Answer {
  readonly story: string;
  readonly method: string;
  readonly path: string;
  readonly failure: ApiFailure;
}

const FOLDER = new URL('../../recordings/kubernetes/', import.meta.url);

/** Every refusal that a real Kubernetes was heard to give, in all recorded stories. */
const refusals = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const { story, steps } = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as {
      story: string;
      steps: Step[];
    };
    return steps.flatMap((step) => refusalsOf(story, step));
  });

const evictions = refusals.filter(({ method, path }) => method === 'POST' && /\/eviction(\?|$)/.test(path));

describe('what a real Kubernetes answered to evictions', () => {
  it('is there in its variety', () => {
    expect(evictions.length).toBeGreaterThan(40);
    expect(new Set(evictions.map(({ failure }) => failure.code))).toEqual(
      new Set([400, 401, 403, 404, 409, 422, 429, 500]),
    );
  });

  it.each([
    ['evict-one-token', 429, 'blocked'],
    ['evict-stale-budget', 429, 'not-observed'],
    ['pdb-owner-without-scale', 429, 'not-observed'],
    ['evict-two-budgets', 500, 'several-budgets'],
    ['evict-uid-mismatch-costs-a-token', 409, 'replaced'],
    ['evict-pending-wrong-uid', 409, 'replaced'],
    ['evict-in-terminating-namespace', 403, 'namespace-terminating'],
    ['evict-brake', 422, 'denied'],
    ['evict-brake-switch', 403, 'denied'],
    ['evict-brake-switch', 422, 'denied'],
  ])('in the story %s, with %i, means %s', (story, code, kind) => {
    const answers = evictions.filter((one) => one.story === story && one.failure.code === code);

    expect(answers.length).toBeGreaterThan(0);
    for (const { failure } of answers) expect(evictOutcomeOf(failure)).toMatchObject({ kind });
  });

  it('means that the pod is gone, when that is what it says', () => {
    for (const { failure } of evictions.filter((one) => one.failure.code === 404))
      expect(evictOutcomeOf(failure)).toEqual(
        failure.message.includes('not found') ? { kind: 'gone' } : undefined,
      );
  });

  it('names the budget that is full, wherever one is', () => {
    const full = evictions.filter(({ failure }) => failure.code === 429);

    for (const { failure } of full)
      expect(evictOutcomeOf(failure)).toMatchObject({
        budget: expect.stringMatching(/^[a-z0-9][a-z0-9.-]*$/),
      });
    expect(full.length).toBeGreaterThan(10);
  });

  it('is never taken for an outcome when it says that we asked wrongly or may not ask', () => {
    const ours = evictions.filter(
      ({ failure }) =>
        [400, 401].includes(failure.code) || failure.message.includes('cannot create resource'),
    );

    expect(ours.length).toBeGreaterThan(5);
    for (const { failure } of ours) expect(evictOutcomeOf(failure)).toBeUndefined();
  });

  it('with a resource version that does not fit is another conflict, not another pod', () => {
    const [answer] = evictions.filter(
      ({ story, failure }) => story === 'evict-resource-version-precondition' && failure.code === 409,
    );

    expect(answer && evictOutcomeOf(answer.failure)).toBeUndefined();
    expect(toPortError('evict', answer?.failure).kind).toBe('conflict');
  });
});

describe('what a real Kubernetes answered to other calls', () => {
  it.each([
    ['list-future-version', 504, 'unavailable'],
    ['list-continue-expired', 410, 'conflict'],
    ['node-stale-patch', 409, 'conflict'],
    ['node-delete-preconditions', 409, 'conflict'],
    ['node-cordon-json-patch-test', 422, 'invalid'],
    ['configmap-too-large', 422, 'invalid'],
    ['configmap-create-conflict', 409, 'conflict'],
    ['error-who', 401, 'forbidden'],
    ['error-who', 403, 'forbidden'],
    ['error-not-found', 404, 'not-found'],
  ])('in the story %s, with %i, is an error of the kind %s', (story, code, kind) => {
    const answers = refusals.filter((one) => one.story === story && one.failure.code === code);

    expect(answers.length).toBeGreaterThan(0);
    for (const { failure } of answers) expect(toPortError('call', failure).kind).toBe(kind);
  });

  it('tells a version of the future by how long to wait', () => {
    const [answer] = refusals.filter(({ story }) => story === 'list-future-version');

    expect(toPortError('list', answer?.failure).retryAfterMs).toBe(1_000);
  });

  it('is a denial when a policy said so, and only then', () => {
    for (const { failure } of refusals)
      expect(isDenial(failure)).toBe(
        failure.message.includes("ValidatingAdmissionPolicy '") && failure.message.includes('denied request'),
      );
  });
});

function refusalsOf(story: string, step: Step): readonly Answer[] {
  const request = step.request ?? step.until?.request;
  const inside = (step.during ?? []).flatMap((one) => refusalsOf(story, one));
  const { status = 0, headers = {}, body } = step.response ?? {};
  if (!request || status < 400) return inside;
  const failure = new ApiFailure(status, headers, body);
  return [{ story, method: request.method, path: request.path, failure }, ...inside];
}
