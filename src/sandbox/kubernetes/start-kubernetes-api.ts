import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { EffectLog } from '../effects.ts';
import type { FaultBook } from '../faults.ts';
import { bootstrapCluster } from './bootstrap.ts';
import type { Cluster } from './cluster.ts';
import type { MetricsServer } from './http/pod-metrics.ts';
import { RequestPipeline } from './http/request-pipeline.ts';
import { Authorizer } from './rbac/authorizer.ts';
import { makeServerIdentity } from './tls/certificates.ts';
import type { Authenticator } from './users.ts';

export interface KubernetesApiSettings {
  readonly cluster: Cluster;
  /** Asked in order; the first that knows a token says who it is. */
  readonly authenticators: readonly Authenticator[];
  readonly faults: FaultBook;
  readonly effects: EffectLog;
  readonly metricsServer?: MetricsServer;
  /** A free one if left out. */
  readonly port?: number;
}

export interface KubernetesApi {
  readonly url: string;
  /** The authority that signed the server's certificate. */
  readonly caPem: string;
  /** Which rules of which roles were used, and by whom. */
  readonly authorizer: Authorizer;
  /** Ends every watch; clients are to come back. */
  readonly dropWatches: () => void;
  readonly close: () => Promise<void>;
}

/** Serves a cluster over HTTPS on the loopback address, as a kube-apiserver would. */
export async function startKubernetesApi(settings: KubernetesApiSettings): Promise<KubernetesApi> {
  const { cluster, port = 0 } = settings;
  bootstrapCluster(cluster);
  const identity = await makeServerIdentity([
    '127.0.0.1',
    '::1',
    'localhost',
    'kubernetes',
    'kubernetes.default.svc',
  ]);
  const authorizer = new Authorizer(cluster.store);
  const pipeline = new RequestPipeline({ ...settings, authorizer });
  const server = createServer({ cert: identity.certificatePem, key: identity.keyPem });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.requestTimeout = 0;
  server.on(
    'request',
    (request: IncomingMessage, response: ServerResponse) => void pipeline.handle(request, response),
  );
  const sockets = trackSockets(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // An address of a TCP server is always an object.
  const address = server.address() as AddressInfo;
  pipeline.serverAddress = `127.0.0.1:${address.port}`;
  return {
    url: `https://127.0.0.1:${address.port}`,
    caPem: identity.caPem,
    authorizer,
    dropWatches: () => pipeline.endStreams(),
    close: async () => {
      pipeline.endStreams();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Connections stay open this long between requests, in real ms. */
const KEEP_ALIVE_MS = 60_000;

function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // Answers are short and many: they must not wait for each other.
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}
