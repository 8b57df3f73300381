import { childOf, ownChild, textOf } from '../schema/fields.ts';
import { labelProblems } from '../validation/names.ts';
import { keepSpec, type Strategy } from './strategy.ts';

/** The label by which selectors find a namespace by its name. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

export const namespaces: Strategy = {
  nameProblems: labelProblems,
  defaults: (namespace) => {
    const metadata = ownChild(namespace, 'metadata');
    const name = textOf(metadata, 'name');
    if (name) ownChild(metadata, 'labels')[NAME_LABEL] = name;
  },
  prepareCreate: (namespace) => {
    const metadata = ownChild(namespace, 'metadata');
    ownChild(metadata, 'labels')[NAME_LABEL] = textOf(metadata, 'name');
    ownChild(namespace, 'spec')['finalizers'] = ['kubernetes'];
    namespace['status'] = { phase: 'Active' };
  },
  prepareUpdate: (next, current) => {
    ownChild(next, 'spec')['finalizers'] = childOf(current, 'spec')['finalizers'];
    next['status'] = current['status'];
  },
  prepareStatusUpdate: keepSpec,
};
