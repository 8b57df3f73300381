import { selectsByEquality } from '../../fleet/label-selector.ts';
import { isPodReady, type Pod } from '../../fleet/pod.ts';
import type { Webhook, WebhookConfiguration } from '../../fleet/webhook-configuration.ts';
import { podsByNamespace } from '../facts/moving-pods.ts';
import { NEEDS_EXPOSURE } from '../facts/exposure.ts';
import type { Fleet } from '../fleet.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** What a rollout cannot do without. */
const TOUCHED = [
  { resource: 'pods', operation: 'CREATE' },
  { resource: 'pods/eviction', operation: 'CREATE' },
  { resource: 'nodes', operation: 'UPDATE' },
];

/** Conditions and selectors of objects may exclude everything that matters; that cannot be told from here. */
export const webhookFailClosed: PreflightCheck = {
  id: 'webhook-fail-closed',
  number: 40,
  title: 'A webhook that refuses when it is down runs on too few pods',
  why: 'While its only pod moves nothing can be created, not even its own replacement.',
  severities: ['blocker', 'warning'],
  gate: true,
  needs: [...NEEDS_EXPOSURE, 'webhooks'],

  inspect(fleet) {
    return fleet
      .get('webhooks')
      .flatMap((configuration) =>
        (configuration.webhooks ?? [])
          .filter((webhook) => (webhook.failurePolicy ?? 'Fail') === 'Fail' && isInTheWay(webhook))
          .flatMap((webhook) => judge(fleet, configuration, webhook)),
      );
  },
};

function judge(fleet: Fleet, configuration: WebhookConfiguration, webhook: Webhook): Observation[] {
  const { service } = webhook.clientConfig;
  const name = `${configuration.kind}/${configuration.metadata.name}`;
  // One that is reached by URL runs outside the cluster: a drain does not touch it.
  if (!service) return [];
  const pods = readyPodsBehind(fleet, service);
  const targets = new Set(fleet.snapshot.targets);
  const nodes = new Set(pods.map(({ spec }) => spec.nodeName ?? ''));
  const onTargets = [...nodes].some((node) => targets.has(node));
  if (pods.length > 0 && !onTargets) return [];
  if (pods.length >= 2 && nodes.size >= 2) return [];
  const excludes = (webhook.matchConditions ?? []).length > 0 || webhook.objectSelector !== undefined;
  return [
    {
      severity: excludes ? 'warning' : 'blocker',
      objects: [name, `Service/${service.namespace}/${service.name}`],
      message: `${name} (${webhook.name}) refuses when it does not answer, and ${pods.length === 0 ? 'no pod is ready behind it' : `its ${pods.length} ready pods are on one node`}.`,
      fix: 'Run two pods of it on two nodes with a disruption budget, or exclude its own namespace by namespaceSelector, or set failurePolicy: Ignore.',
    },
  ];
}

function isInTheWay({ rules = [] }: Webhook): boolean {
  return rules.some(({ operations = [], resources = [] }) =>
    TOUCHED.some(
      ({ resource, operation }) =>
        (operations.includes('*') || operations.includes(operation)) &&
        resources.some(
          (each) =>
            each === '*' || each === '*/*' || each === resource || each === `${resource.split('/')[0]}/*`,
        ),
    ),
  );
}

function readyPodsBehind(
  fleet: Fleet,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): readonly Pod[] {
  const service = fleet
    .get('services')
    .find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
  return (podsByNamespace(fleet).get(namespace) ?? []).filter(
    (pod) => selectsByEquality(service?.spec.selector, pod.metadata.labels) && isPodReady(pod),
  );
}
