import { onEverything } from '../iam/authorization.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { CloudState } from '../cloud/cloud-state.ts';
import { integer, list, required, structure, text } from '../wire/fields.ts';
import { operation } from '../wire/operation.ts';
import { page } from '../wire/page.ts';
import { queryProtocol } from '../wire/query-protocol.ts';
import { operationsByName, type Service } from '../wire/service.ts';
import { QUERY_WORDS } from '../wire/service-words.ts';
import type { OutputObject } from '../wire/tree.ts';
import type { LoadBalancer, Target, TargetGroup } from './target-group-book.ts';

const PAGE_MAX = 400;
const paging = { Marker: text(), PageSize: integer({ min: 1, max: PAGE_MAX }) };

const describeTargetGroups = operation({
  name: 'DescribeTargetGroups',
  access: 'read',
  parameters: { TargetGroupArns: list(text()), Names: list(text()), LoadBalancerArn: text(), ...paging },
  authorize: () => [onEverything('elasticloadbalancing:DescribeTargetGroups')],
  run(input, { cloud }) {
    for (const arn of input.TargetGroupArns) findTargetGroup(cloud, arn);
    const groups = cloud.targetGroups.all();
    if (input.Names.some((wanted) => !groups.some(({ name }) => name === wanted))) throw noTargetGroups();
    const balancer = input.LoadBalancerArn;
    const wanted = groups
      .filter(({ arn }) => input.TargetGroupArns.length === 0 || input.TargetGroupArns.includes(arn))
      .filter(({ name }) => input.Names.length === 0 || input.Names.includes(name))
      .filter(({ loadBalancerArns }) => balancer === undefined || loadBalancerArns.includes(balancer));
    const { items, NextMarker } = elbPage(wanted, input);
    return { TargetGroups: items.map((group) => groupOutput(group)), NextMarker };
  },
});

const describeTargetHealth = operation({
  name: 'DescribeTargetHealth',
  access: 'read',
  parameters: {
    TargetGroupArn: required(text()),
    Targets: list(structure({ Id: required(text()), Port: integer(), AvailabilityZone: text() })),
  },
  authorize: () => [onEverything('elasticloadbalancing:DescribeTargetHealth')],
  run(input, { cloud }) {
    const group = findTargetGroup(cloud, input.TargetGroupArn);
    const targets =
      input.Targets.length === 0
        ? [...group.targets.values()]
        : input.Targets.map(({ Id, Port }) => namedTarget(group, Id, Port));
    return { TargetHealthDescriptions: targets.map((target) => healthOutput(target)) };
  },
});

const describeTargetGroupAttributes = operation({
  name: 'DescribeTargetGroupAttributes',
  access: 'read',
  parameters: { TargetGroupArn: required(text()) },
  authorize: () => [onEverything('elasticloadbalancing:DescribeTargetGroupAttributes')],
  run(input, { cloud }) {
    const { attributes } = findTargetGroup(cloud, input.TargetGroupArn);
    return { Attributes: [...attributes].map(([Key, Value]) => ({ Key, Value })) };
  },
});

const describeLoadBalancers = operation({
  name: 'DescribeLoadBalancers',
  access: 'read',
  parameters: { LoadBalancerArns: list(text(), { max: 20 }), Names: list(text()), ...paging },
  authorize: () => [onEverything('elasticloadbalancing:DescribeLoadBalancers')],
  run(input, { cloud }) {
    const all = cloud.targetGroups.balancers();
    const missing =
      input.LoadBalancerArns.some((wanted) => !all.some(({ arn }) => arn === wanted)) ||
      input.Names.some((wanted) => !all.some(({ name }) => name === wanted));
    if (missing) throw new AwsError('LoadBalancerNotFound', 'One or more load balancers not found');
    const wanted = all
      .filter(({ arn }) => input.LoadBalancerArns.length === 0 || input.LoadBalancerArns.includes(arn))
      .filter(({ name }) => input.Names.length === 0 || input.Names.includes(name));
    const { items, NextMarker } = elbPage(wanted, input);
    return { LoadBalancers: items.map((balancer) => balancerOutput(balancer, cloud)), NextMarker };
  },
});

function elbPage<T extends { readonly arn: string }>(
  items: readonly T[],
  input: { readonly Marker: string | undefined; readonly PageSize: number | undefined },
): { readonly items: readonly T[]; readonly NextMarker: string | undefined } {
  const found = page(items, { token: input.Marker, size: input.PageSize ?? PAGE_MAX, key: ({ arn }) => arn });
  if (!found) throw new AwsError('ValidationError', `Invalid marker '${input.Marker}'`);
  return { items: found.items, NextMarker: found.next };
}

function findTargetGroup(cloud: CloudState, arn: string): TargetGroup {
  const group = cloud.targetGroups.get(arn);
  if (!group) throw noTargetGroups();
  return group;
}

function noTargetGroups(): AwsError {
  return new AwsError('TargetGroupNotFound', 'One or more target groups not found');
}

/** A target that is asked for but not registered is described as unused. */
function namedTarget(group: TargetGroup, id: string, port: number | undefined): Target {
  return group.targets.get(id) ?? { id, port: port ?? group.port, zone: undefined, state: 'unused' };
}

const REASONS: Readonly<Record<Target['state'], readonly [string, string] | undefined>> = {
  initial: ['Elb.RegistrationInProgress', 'Target registration is in progress'],
  healthy: undefined,
  unhealthy: ['Target.FailedHealthChecks', 'Health checks failed'],
  unused: ['Target.NotRegistered', 'Target is not registered to the target group'],
  draining: ['Target.DeregistrationInProgress', 'Target deregistration is in progress'],
  unavailable: ['Target.HealthCheckDisabled', 'Health checks are disabled for this target'],
};

function healthOutput(target: Target): OutputObject {
  const [Reason, Description] = REASONS[target.state] ?? [];
  return {
    Target: { Id: target.id, Port: target.port, AvailabilityZone: target.zone },
    HealthCheckPort: String(target.port),
    TargetHealth: { State: target.state, Reason, Description },
  };
}

function groupOutput(group: TargetGroup): OutputObject {
  const http = group.protocol.startsWith('HTTP');
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol,
    ProtocolVersion: http ? 'HTTP1' : undefined,
    Port: group.port,
    VpcId: group.vpcId,
    HealthCheckProtocol: http ? 'HTTP' : 'TCP',
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 15,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 2,
    HealthCheckPath: http ? group.healthCheckPath : undefined,
    Matcher: http ? { HttpCode: '200' } : undefined,
    LoadBalancerArns: group.loadBalancerArns,
    TargetType: group.targetType,
    IpAddressType: 'ipv4',
  };
}

function balancerOutput(balancer: LoadBalancer, cloud: CloudState): OutputObject {
  return {
    LoadBalancerArn: balancer.arn,
    LoadBalancerName: balancer.name,
    DNSName: `${balancer.name}.elb.${cloud.region}.amazonaws.com`,
    CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
    CreatedTime: new Date(balancer.createdAt),
    Scheme: balancer.scheme,
    VpcId: balancer.vpcId,
    State: { Code: 'active' },
    Type: balancer.type,
    AvailabilityZones: balancer.zones.map(({ zone, subnetId }) => ({
      ZoneName: zone,
      SubnetId: subnetId,
      LoadBalancerAddresses: [],
    })),
    SecurityGroups: [],
    IpAddressType: 'ipv4',
  };
}

export const ELASTIC_LOAD_BALANCING: Service = {
  name: 'elasticloadbalancing',
  protocol: queryProtocol('http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/'),
  words: QUERY_WORDS,
  operations: operationsByName(
    describeTargetGroups,
    describeTargetHealth,
    describeTargetGroupAttributes,
    describeLoadBalancers,
  ),
};
