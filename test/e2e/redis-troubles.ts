import { readFileSync } from 'node:fs';
import { Queue } from 'bullmq';
import { INBOX_QUEUE, rolloutsQueue } from '../../jobs/definitions.ts';
import { PLACE } from '../../src/sandbox/scenarios/stage/place-names.ts';
import type { RealRedis } from './a-real-redis.ts';
import { storeIsDown } from './store-is-down.ts';
import { atEffect, moreEffects, since, until } from './trouble.ts';
import type { Trouble } from './trouble.ts';

const LOST = 'Redis cannot be reached.';
const BACK = 'Redis can be reached again.';

/** Row 23: whoever can write to Redis can make drover look, and nothing else. */
export function forgedJobs(at: number): Trouble {
  return {
    name: 'forged jobs',
    when: atEffect(at),
    async strike(place) {
      const connection = { host: '127.0.0.1', port: place.redis.port };
      const ticks = new Queue(rolloutsQueue(PLACE.cluster), { connection });
      const inbox = new Queue(INBOX_QUEUE, { connection });
      try {
        await ticks.add('wake', { nodeGroup: '__proto__' });
        await ticks.add('wake', { nodeGroup: 'somebody-elses' });
        await ticks.add('wake', { nodeGroup: 'x'.repeat(500_000) });
        await ticks.add('wake', { nodeGroup: PLACE.nodeGroup, do: 'terminate' });
        await ticks.add('wake', JSON.parse('{"__proto__":{"nodeGroup":"workers"}}'));
        await inbox.add('request', 'no request at all');
        await inbox.add('request', { transport: 'http', ...FORGED, timestamp: '1', receivedAt: 1 });
        await until('the forged request is refused in the audit log', () =>
          readFileSync(place.auditFile(0), 'utf8').includes('request.refused'),
        );
        await until('every forged job is done with', async () => {
          const done = await Promise.all([ticks, inbox].map(async (queue) => queue.getCompletedCount()));
          return done.join() === '5,2';
        });
      } finally {
        await ticks.close();
        await inbox.close();
      }
    },
  };
}

const FORGED = { body: 'command=%2Fpatch&text=abort', signature: `v0=${'0'.repeat(64)}` };

/** Row 12. */
export function killedAndBack(redis: RealRedis, at: number): Trouble {
  return {
    name: 'Redis is killed and comes back with its file',
    when: atEffect(at),
    async strike(place) {
      const said = since(place);
      await redis.kill();
      await until('the loss is said', () => said(LOST));
      await moreEffects(place, 2);
      await redis.start();
      await until('Redis is there again', () => said(BACK));
    },
  };
}

/** Rows 15 and 71: it accepts and never answers; people are acknowledged and told all the same. */
export function hung(at: number): Trouble {
  return {
    name: 'Redis hangs',
    when: atEffect(at),
    async strike(place) {
      const said = since(place);
      place.redis.fallSilent();
      await storeIsDown(place);
      await moreEffects(place, 2);
      place.redis.pass();
      await until('Redis is there again', () => said(BACK));
    },
  };
}

/** Row 19: the master has become somebody's replica. */
export function readOnly(redis: RealRedis, at: number): Trouble {
  return {
    name: 'Redis is a replica',
    when: atEffect(at),
    async strike(place) {
      await redis.ask('REPLICAOF', '127.0.0.1', '9');
      await moreEffects(place, 2);
      await redis.ask('REPLICAOF', 'NO', 'ONE');
    },
  };
}

/** Row 16. */
export function full(redis: RealRedis, at: number): Trouble {
  return {
    name: 'Redis is full',
    when: atEffect(at),
    async strike(place) {
      await redis.ask('CONFIG', 'SET', 'maxmemory', '1');
      await moreEffects(place, 2);
      await redis.ask('CONFIG', 'SET', 'maxmemory', '0');
    },
  };
}

/** Row 18: another Redis takes over, which has heard nothing for a while. */
export function oldCopyTakesOver(redis: RealRedis, copy: RealRedis, at: number): readonly Trouble[] {
  return [
    {
      name: 'a copy of Redis is made and cut off',
      when: atEffect(at),
      async strike() {
        await copy.ask('REPLICAOF', '127.0.0.1', String(redis.port));
        let role: unknown;
        for (let tries = 0; tries < 200 && !String(role).includes('connected'); tries++) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          role = await copy.ask('ROLE');
        }
        await copy.ask('REPLICAOF', 'NO', 'ONE');
      },
    },
    {
      name: 'Redis is gone, and the old copy takes over',
      when: atEffect(at + 4),
      async strike(place) {
        const said = since(place);
        await redis.kill();
        place.redis.pointAt(copy.port);
        await until('the copy is reached', () => said(BACK));
      },
    },
  ];
}

/** Row 22: the connections that are open fall silent for ever; nobody is told. */
export function silentConnections(at: number): Trouble {
  return {
    name: 'the connections to Redis fall silent',
    when: atEffect(at),
    async strike(place) {
      place.redis.silenceOpen();
      await moreEffects(place, 2);
      await until('something was lost', () => place.redis.swallowed > 0);
    },
  };
}

/** Row 14: from here on there is no Redis. */
export function away(at: number): Trouble {
  return {
    name: 'Redis is away for good',
    when: atEffect(at),
    async strike(place) {
      place.redis.refuse();
      await storeIsDown(place);
    },
  };
}
