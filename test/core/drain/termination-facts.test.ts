import { describe, expect, it } from 'vitest';
import {
  expectedExitSeconds,
  preStopOf,
  terminationFacts,
} from '../../../src/core/drain/termination-facts.ts';
import { aService } from '../../fakes/builders/a-service.ts';

describe('what a preStop hook takes', () => {
  it.each([
    [undefined, { kind: 'none' }],
    [{ sleep: { seconds: 10 } }, { kind: 'seconds', seconds: 10 }],
    [{ exec: { command: ['sleep', '15'] } }, { kind: 'seconds', seconds: 15 }],
    [{ exec: { command: ['/bin/sleep', '7'] } }, { kind: 'seconds', seconds: 7 }],
    [
      { exec: { command: ['sh', '-c', 'nginx -s quit; sleep 20 && sleep 1m'] } },
      { kind: 'seconds', seconds: 80 },
    ],
    [{ exec: { command: ['/drain.sh', '--no-sleep'] } }, { kind: 'unknown' }],
    [{ httpGet: { path: '/drain' } }, { kind: 'unknown' }],
  ])('reads %j as %j', (preStop, expected) => {
    expect(preStopOf({ name: 'app', ...(preStop ? { lifecycle: { preStop } } : {}) })).toEqual(expected);
  });
});

describe('how a pod ends', () => {
  it('takes 30 s of grace where the pod says nothing', () => {
    expect(terminationFacts({ containers: [] }).graceSeconds).toBe(30);
  });

  it('looks at the container that a Service sends requests to, by number or by name', () => {
    const containers = [
      { name: 'app', ports: [{ name: 'http', containerPort: 8080 }] },
      { name: 'proxy', ports: [{ containerPort: 9000 }] },
    ];
    const byName = aService('web', { ports: [{ port: 80, targetPort: 'http' }] });
    const byNumber = aService('web', { ports: [{ port: 9000 }] });
    const names = (service: typeof byName) =>
      terminationFacts({ containers }, [service]).serving.map(({ name }) => name);
    expect([names(byName), names(byNumber)]).toEqual([['app'], ['proxy']]);
  });

  it('is expected to end soon after its hook, and never after its grace', () => {
    const containers = [{ name: 'app', lifecycle: { preStop: { sleep: { seconds: 40 } } } }];
    expect(expectedExitSeconds({ containers, terminationGracePeriodSeconds: 60 })).toBe(42);
    expect(expectedExitSeconds({ containers, terminationGracePeriodSeconds: 41 })).toBe(41);
    expect(expectedExitSeconds({ containers: [{ name: 'app' }] })).toBe(2);
  });
});
