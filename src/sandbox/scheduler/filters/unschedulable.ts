import { each, unsuitable, type Filter } from '../filter.ts';
import { tolerates } from '../tolerations.ts';

const CORDON_TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Cordoned nodes are passed by, with or without the taint, unless the pod tolerates the taint. */
export const unschedulable: Filter = {
  name: 'NodeUnschedulable',
  prepare: ({ spec }) =>
    each(({ node }) =>
      node.spec.unschedulable && !tolerates(spec.tolerations, CORDON_TAINT)
        ? unsuitable('node(s) were unschedulable')
        : undefined,
    ),
};
