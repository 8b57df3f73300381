import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { EKSClient } from '@aws-sdk/client-eks';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SSMClient } from '@aws-sdk/client-ssm';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { toPortError } from './to-port-error.ts';

/** Every call is cut after this, its retries included. engine.md 2.3. */
const CALL_DEADLINE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 3_000;

/** Tries of a read. An effect has one: after an unclear answer the world is read, never asked to do it again. */
const READ_TRIES = 3;
const EFFECT_TRIES = 1;

interface Clients {
  readonly autoScaling: AutoScalingClient;
  readonly ec2: EC2Client;
}

/** The clients of one account and region, and the rules that every call keeps. */
export class AwsAccount {
  readonly reads: Clients;
  readonly effects: Clients;
  readonly eks: EKSClient;
  readonly ssm: SSMClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly quotas: ServiceQuotasClient;
  readonly #deadlineMs: number;
  readonly #reading: object;
  readonly #registries = new Map<string, ECRClient>();

  /** Without a region the SDK's own settings say it. `userAgent`: `drover/1.2.3`. */
  constructor(region: string | undefined, userAgent: string, deadlineMs: number = CALL_DEADLINE_MS) {
    this.#deadlineMs = deadlineMs;
    // One chain for all clients: each would else ask the metadata service by itself.
    const credentials = fromNodeProviderChain();
    const reading = { ...settingsOf(region, userAgent, READ_TRIES), credentials };
    const acting = { ...settingsOf(region, userAgent, EFFECT_TRIES), credentials };
    this.#reading = reading;
    this.reads = { autoScaling: new AutoScalingClient(reading), ec2: new EC2Client(reading) };
    this.effects = { autoScaling: new AutoScalingClient(acting), ec2: new EC2Client(acting) };
    this.eks = new EKSClient(reading);
    this.ssm = new SSMClient(reading);
    this.elb = new ElasticLoadBalancingV2Client(reading);
    this.quotas = new ServiceQuotasClient(reading);
  }

  /** Registries may be in other regions than the cluster. */
  ecr(region: string): ECRClient {
    const client = this.#registries.get(region) ?? new ECRClient({ ...this.#reading, region });
    this.#registries.set(region, client);
    return client;
  }

  /** Runs one call under the deadline, at which its socket is destroyed. Throws PortError. */
  async call<T>(operation: string, send: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
    try {
      return await send({ abortSignal: AbortSignal.timeout(this.#deadlineMs) });
    } catch (error) {
      throw toPortError(operation, error);
    }
  }

  close(): void {
    for (const { autoScaling, ec2 } of [this.reads, this.effects]) {
      autoScaling.destroy();
      ec2.destroy();
    }
    this.eks.destroy();
    this.ssm.destroy();
    this.elb.destroy();
    this.quotas.destroy();
    for (const client of this.#registries.values()) client.destroy();
  }
}

function settingsOf(region: string | undefined, userAgent: string, maxAttempts: number): object {
  const [product = 'drover', version = '0'] = userAgent.split('/');
  return {
    ...(region === undefined ? {} : { region }),
    retryMode: 'standard',
    maxAttempts,
    customUserAgent: [[product, version]],
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: CALL_DEADLINE_MS,
      throwOnRequestTimeout: true,
    },
  };
}
