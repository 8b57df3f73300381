import type { Scenario } from './scenario.ts';
import { addNamespaces } from './stage/add-ordinary-cluster.ts';

/** Nothing but the control plane: for other programs that bring their own objects. */
export const empty: Scenario = {
  name: 'empty',
  title: 'An empty cluster',
  about: 'A control plane without nodes and workloads, for programs that bring their own.',
  build(stage) {
    addNamespaces(stage, ['default', 'kube-system', 'kube-public', 'kube-node-lease']);
  },
  scenes: [],
  expected: { outcome: 'refused' },
  minutesMax: 1,
};
