import { each, SKIP, unsuitable, type Filter } from '../filter.ts';

export const nodeName: Filter = {
  name: 'NodeName',
  prepare: ({ spec }) =>
    spec.nodeName
      ? each(({ name }) =>
          name === spec.nodeName ? undefined : unsuitable("node(s) didn't match the requested node name"),
        )
      : SKIP,
};
