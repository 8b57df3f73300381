import { strandedCheck } from './stranded-check.ts';

/** Labels that operators set come back by themselves: all nodes carry them, the youngest too, so they count as the group's. */
export const labelDrift = strandedCheck({
  id: 'label-drift',
  number: 62,
  title: 'A pod needs a label that was set on its node by hand',
  why: "The next node comes from the node group's definition, which does not have it.",
  by: 'label',
  because: 'its node has a label that it asks for and that not all nodes of the group carry',
  fix: 'Put the label into the definition of the node group (kubelet --node-labels), so that every new node has it.',
});
