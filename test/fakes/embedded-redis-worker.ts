import { parentPort, workerData } from 'node:worker_threads';
import { createRedisServer } from 'js-redis-server';

/** The thread that the embedded Redis lives in. Its port is told as the first message. */
const { port } = await createRedisServer({ port: workerData as number });
parentPort?.postMessage(port);
