import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { Cluster, Draft } from './kubernetes/cluster.ts';

/** The files a cluster's owner applies, in the order in which they can be made. */
const FILES = ['namespace.yaml', 'service-accounts.yaml', 'cluster-roles.yaml', 'role.yaml'];

const RESOURCES: Readonly<Record<string, string>> = {
  Namespace: 'namespaces',
  ServiceAccount: 'serviceaccounts',
  ClusterRole: 'clusterroles.rbac.authorization.k8s.io',
  ClusterRoleBinding: 'clusterrolebindings.rbac.authorization.k8s.io',
  Role: 'roles.rbac.authorization.k8s.io',
  RoleBinding: 'rolebindings.rbac.authorization.k8s.io',
};

/** The project's own manifests folder; the sandbox enforces these very files on drover. */
const FOLDER = new URL('../../manifests/', import.meta.url);

/** Applies drover's namespace, roles and bindings, as its operator would. */
export function loadManifests(cluster: Cluster): void {
  for (const file of FILES) {
    const text = readFileSync(new URL(`base/${file}`, FOLDER), 'utf8');
    for (const document of parseAllDocuments(text)) {
      const object = document.toJS() as Draft & { kind: string };
      const resource = RESOURCES[object.kind];
      if (!resource)
        throw new Error(`manifests/base/${file}: no resource is known for the kind ${object.kind}`);
      cluster.create(resource, object);
    }
  }
}

/** The engine's policy, and the optional one for quotas: without it, preflight would say UNKNOWN in every story. */
const POLICIES = ['engine-policy.json', 'read-quotas-policy.json'];

/** The IAM policy documents that drover's role has: the usual ones, and what a scenario grants beside them. */
export function readPolicies(extra: readonly string[] = []): readonly object[] {
  return [...POLICIES, ...extra].map(
    (file) => JSON.parse(readFileSync(new URL(`aws/${file}`, FOLDER), 'utf8')) as object,
  );
}

export interface SlackManifest {
  readonly features: {
    readonly slash_commands: readonly {
      readonly command: string;
      readonly description?: string;
      readonly usage_hint?: string;
      readonly should_escape?: boolean;
    }[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } };
}

/** The Slack app as its manifest installs it: commands, scopes, events. */
export function readSlackManifest(): SlackManifest {
  return JSON.parse(readFileSync(new URL('slack/app-manifest.json', FOLDER), 'utf8')) as SlackManifest;
}
