import { each, unsuitable, type Filter } from '../filter.ts';
import { untoleratedTaint } from '../tolerations.ts';

export const taints: Filter = {
  name: 'TaintToleration',
  prepare: ({ spec }) =>
    each(({ node }) => {
      const taint = untoleratedTaint(node.spec.taints, spec.tolerations);
      return taint && unsuitable(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`);
    }),
};
