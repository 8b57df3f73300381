import { DROVER_ARN } from '../../src/sandbox/run/credentials.ts';
import { atEffect, moreEffects, since, strikeOut, until } from './trouble.ts';
import type { Trouble } from './trouble.ts';

/** World ms for which a new instance is missing from answers. */
const LAG_MS = 30_000;

/** Row 56: answers of EC2 lag behind from now on. */
export function describesLate(at: number): Trouble {
  return {
    name: 'new instances are missing from answers for a while',
    when: atEffect(at),
    strike: ({ world }) => world.cloud.configure({ describeLagMs: LAG_MS }),
  };
}

/** Row 48. */
export function throttled(at: number): Trouble {
  return {
    name: 'AWS throttles reads',
    when: atEffect(at),
    strike: async (place) =>
      strikeOut(place, {
        target: 'aws',
        actor: DROVER_ARN,
        match: { path: '^Describe' },
        answer: { body: { error: 'Throttling' } },
        times: 15,
      }),
  };
}

/** Row 49, and its like: the call was carried out, its answer says that it was not. */
export function appliedAllTheSame(action: string, at: number): Trouble {
  return {
    name: `the answer to ${action} is 500, though it was done`,
    when: atEffect(at),
    strike: async (place) =>
      strikeOut(place, {
        target: 'aws',
        actor: DROVER_ARN,
        match: { path: action },
        answer: { status: 500, body: { error: 'InternalFailure', applied: true } },
        times: 1,
      }),
  };
}

/** Row 49: an instance is ended, and the answer never comes. */
export function endedInSilence(at: number): Trouble {
  return {
    name: 'the answer to the end of an instance is lost',
    when: (index, { verb }) => index >= at && verb.includes('TerminateInstance'),
    async strike(place) {
      const said = since(place);
      place.aws.fallSilent();
      await until('the call is given up', () => said('no answer within the deadline'));
      place.aws.pass();
    },
  };
}

/** Connections to AWS that are refused before it is there again. */
const REFUSED = 6;

export function awsRefuses(at: number): Trouble {
  return {
    name: 'AWS is away',
    when: atEffect(at),
    async strike({ aws }) {
      const before = aws.refused;
      aws.refuse();
      await until('drover has tried', () => aws.refused >= before + REFUSED);
      aws.pass();
    },
  };
}

/** Real ms that everything takes longer, in each direction. */
const SLOW_MS = 150;

/** Row 45 and others: everything answers, and late. */
export function everythingIsSlow(at: number): Trouble {
  return {
    name: 'everything is slow',
    when: atEffect(at),
    async strike(place) {
      const proxies = [place.kubernetes, place.aws, place.redis];
      for (const proxy of proxies) proxy.lag(SLOW_MS);
      await moreEffects(place, 2);
      for (const proxy of proxies) proxy.pass();
    },
  };
}
