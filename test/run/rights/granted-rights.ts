import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** One verb of one resource in one role, or one action of one IAM statement. */
export interface GrantedRights {
  readonly kubernetes: readonly KubernetesRight[];
  readonly aws: readonly AwsRight[];
}

export interface KubernetesRight {
  /** `ClusterRole/drover-observer`, `Role/drover/drover-state`. */
  readonly role: string;
  readonly verb: string;
  readonly group: string;
  /** `pods/eviction`. */
  readonly resource: string;
}

export interface AwsRight {
  readonly sid: string;
  readonly action: string;
}

interface RoleDocument {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

interface PolicyDocument {
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow' | 'Deny';
    readonly Action: string | readonly string[];
  }[];
}

/** Files of manifests/base with roles in them. */
const ROLE_FILES = ['cluster-roles.yaml', 'role.yaml'];

/** The policies that drover's role has in every scenario; other optional ones it has in a few, or in none. */
const POLICY_FILES = ['engine-policy.json', 'read-quotas-policy.json'];

/** Every right that the manifests give to drover's engine. `folder`: the manifests. */
export function readGrantedRights(folder: string): GrantedRights {
  const documents = ROLE_FILES.flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, 'base', file), 'utf8')).map(
      (document) => document.toJS() as RoleDocument,
    ),
  );
  const policies = POLICY_FILES.map(
    (file) => JSON.parse(readFileSync(join(folder, 'aws', file), 'utf8')) as PolicyDocument,
  );
  return { kubernetes: documents.flatMap(rightsOfRole), aws: policies.flatMap(rightsOfPolicy) };
}

function rightsOfRole({ kind, metadata, rules = [] }: RoleDocument): readonly KubernetesRight[] {
  const role = metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        verbs.map((verb) => ({ role: `${kind}/${role}`, verb, group, resource })),
      ),
    ),
  );
}

function rightsOfPolicy({ Statement }: PolicyDocument): readonly AwsRight[] {
  return Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Sid, Action }) =>
    [Action].flat().map((action) => ({ sid: Sid, action })),
  );
}
