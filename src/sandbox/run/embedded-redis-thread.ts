import { parentPort, workerData } from 'node:worker_threads';
import { createRedisServer } from 'js-redis-server';

/** The body of the thread that start-redis.ts starts where no Redis is installed. */
const { port } = workerData as { readonly port: number };
await createRedisServer({ port });
parentPort?.postMessage('listening');
