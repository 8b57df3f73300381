import type { Cloud } from '../../aws/cloud/cloud.ts';
import type { ImageView, NodeView } from './world-view.ts';

type Account = Pick<Cloud, 'images' | 'groups' | 'templates' | 'parameters'>;

const SSM = 'resolve:ssm:';

/** The images that nodes run and those that their groups' templates name, oldest first. */
export function viewImages(cloud: Account, nodes: readonly NodeView[]): readonly ImageView[] {
  const used = nodes.flatMap(({ imageId }) => imageId ?? []);
  const ids = [...new Set([...used, ...askedFor(cloud)])];
  const known = ids
    .flatMap((id) => cloud.images.traits(id) ?? [])
    .sort((a, b) => a.createdAt - b.createdAt || a.imageId.localeCompare(b.imageId));
  return known.map((traits, index) => ({
    id: traits.imageId,
    name: traits.name,
    kubeletVersion: traits.kubeletVersion,
    letter: String.fromCodePoint('A'.charCodeAt(0) + (index % 26)),
    isNewest: index === known.length - 1,
    nodes: nodes.filter(({ imageId }) => imageId === traits.imageId).length,
  }));
}

/** By any version of a group's template: those of before keep their place and colour when no node runs them any more. */
function askedFor({ groups, templates, parameters }: Account): readonly string[] {
  return groups.all().flatMap((group) => {
    const reference = group.template ?? group.mixed?.template;
    const versions = (reference && templates.find(reference.id))?.versions ?? [];
    return versions.flatMap(({ data: { ImageId: id = '' } }) =>
      id.startsWith(SSM) ? (parameters.get(id.slice(SSM.length))?.value ?? []) : id,
    );
  });
}
