import type { Cloud } from '../../aws/cloud/cloud.ts';
import { templateVersion } from '../../aws/cloud/launch-template-book.ts';
import type { ImageView, NodeView } from './world-view.ts';

type Account = Pick<Cloud, 'images' | 'groups' | 'templates' | 'parameters'>;

const SSM = 'resolve:ssm:';

/** The images that nodes run and those that their groups' templates ask for, oldest first. */
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

/** By the version that a group names and by the newest one, which infrastructure code may have made for it to use. */
function askedFor({ groups, templates, parameters }: Account): readonly string[] {
  return groups.all().flatMap((group) => {
    const reference = group.template ?? group.mixed?.template;
    const template = reference && templates.find(reference.id);
    if (!template) return [];
    return [templateVersion(template, reference.version), template.versions.at(-1)].flatMap((version) => {
      const id = version?.data.ImageId ?? '';
      return id.startsWith(SSM) ? (parameters.get(id.slice(SSM.length))?.value ?? []) : id;
    });
  });
}
