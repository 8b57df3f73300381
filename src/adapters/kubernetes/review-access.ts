import { AuthorizationV1Api } from '@kubernetes/client-node';
import type { AccessAnswer } from '../../core/fleet/access-answer.ts';
import type { AccessQuestion } from '../../ports/cluster.ts';
import type { KubernetesConnection } from './kubernetes-connection.ts';

/** What the API server says that we may do in the whole cluster: a SelfSubjectAccessReview for each question. */
export async function reviewAccess(
  connection: KubernetesConnection,
  questions: readonly AccessQuestion[],
): Promise<readonly AccessAnswer[]> {
  return Promise.all(questions.map(async (question) => reviewOne(connection, question)));
}

async function reviewOne(
  connection: KubernetesConnection,
  { verb, group, resource }: AccessQuestion,
): Promise<AccessAnswer> {
  const [plural = '', subresource] = resource.split('/');
  const resourceAttributes = { verb, group, resource: plural, ...(subresource ? { subresource } : {}) };
  // A review changes nothing, so it may be asked again like any read.
  const { status } = await connection.read(`create selfsubjectaccessreviews`, async (attempt) =>
    attempt
      .api(AuthorizationV1Api)
      .createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } }, attempt.options()),
  );
  return {
    verb,
    resource: group === '' ? resource : `${resource}.${group}`,
    allowed: status?.allowed === true,
  };
}
