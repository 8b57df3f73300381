import type { Workload } from '../../fleet/workload.ts';
import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Known by the name of their image; others can be labelled. */
const QUORUM_IMAGE =
  /(^|[/-])(etcd|zookeeper|consul|rabbitmq|elasticsearch|opensearch|cockroach(db)?|nats|vault|mongo(db)?)([:@/-]|$)/;
const QUORUM_LABEL = 'drover.dev/quorum';

export const quorumRisk: PreflightCheck = {
  id: 'quorum-risk',
  number: 42,
  title: 'A system that needs a majority has a member missing already',
  why: 'One more away, and it stops to answer or loses what it holds.',
  severities: ['blocker'],
  gate: true,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root }) => {
      if (root.kind !== 'workload' || root.workload.kind !== 'StatefulSet' || !needsMajority(root.workload))
        return [];
      const wanted = root.workload.spec.replicas ?? 1;
      const ready = root.workload.status?.readyReplicas ?? 0;
      if (wanted < 3 || ready >= wanted) return [];
      return {
        severity: 'blocker',
        objects: [root.ref],
        message: `${root.ref} has ${ready} of ${wanted} members ready and needs ${Math.floor(wanted / 2) + 1}; moving one would leave ${ready - 1}.`,
        fix: 'Heal it first: all members ready and in step.',
      };
    });
  },
};

function needsMajority({ metadata, spec }: Workload): boolean {
  const labelled = metadata.labels?.[QUORUM_LABEL] !== undefined;
  return labelled || spec.template.spec.containers.some(({ image = '' }) => QUORUM_IMAGE.test(image));
}
