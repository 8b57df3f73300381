import { AUTO_SCALING } from './autoscaling/auto-scaling-service.ts';
import { CLOUDWATCH } from './cloudwatch/cloudwatch-service.ts';
import { EC2 } from './ec2/ec2-service.ts';
import { EKS } from './eks/eks-service.ts';
import { ELASTIC_LOAD_BALANCING } from './elb/elb-service.ts';
import { SERVICE_QUOTAS } from './quotas/service-quotas-service.ts';
import { SSM } from './ssm/ssm-service.ts';
import { STS } from './sts/sts-service.ts';
import type { HttpRequest } from './wire/http-exchange.ts';
import type { Service } from './wire/service.ts';

/** Every service behind the one address; the next one is a line here. */
export const SERVICES: ReadonlyMap<string, Service> = new Map(
  [AUTO_SCALING, CLOUDWATCH, EC2, EKS, SERVICE_QUOTAS, SSM, STS, ELASTIC_LOAD_BALANCING].map((service) => [
    service.name,
    service,
  ]),
);

/** The `Version` that query services send, for requests without a signature to go by. */
const API_VERSIONS: ReadonlyMap<string, Service> = new Map([
  ['2011-01-01', AUTO_SCALING],
  ['2016-11-15', EC2],
  ['2011-06-15', STS],
  ['2015-12-01', ELASTIC_LOAD_BALANCING],
]);

/** The service a request means: by its signature's scope, else by its shape. Undefined: none that is here. */
export function serviceOf(request: HttpRequest): Service | undefined {
  const credential =
    /Credential=([^,\s]+)/.exec(request.headers['authorization'] ?? '')?.[1] ??
    new URLSearchParams(request.query).get('X-Amz-Credential');
  const scoped = credential?.split('/')[3];
  if (scoped !== undefined) return SERVICES.get(scoped);
  if (request.headers['x-amz-target']?.startsWith('AmazonSSM.')) return SSM;
  if (request.headers['x-amz-target']?.startsWith('GraniteService')) return CLOUDWATCH;
  if (request.headers['x-amz-target']?.startsWith('ServiceQuotas')) return SERVICE_QUOTAS;
  if (request.path.startsWith('/clusters')) return EKS;
  const form = new URLSearchParams(request.method === 'GET' ? request.query : request.body.toString('utf8'));
  return API_VERSIONS.get(form.get('Version') ?? '');
}
