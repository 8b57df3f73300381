import type { PreflightCheck } from '../preflight-check.ts';

const FAMILIES: readonly (readonly [name: string, image: RegExp, osImage: RegExp])[] = [
  ['Amazon Linux 2023', /al2023/i, /Amazon Linux 2023/i],
  ['Bottlerocket', /bottlerocket/i, /Bottlerocket/i],
  ['Ubuntu', /ubuntu/i, /Ubuntu/i],
  ['Windows', /windows/i, /Windows/i],
  ['Amazon Linux 2', /amazon-eks-(gpu-|arm64-)?node-1\.|al2[-_]/i, /Amazon Linux 2$/i],
];

/** By the name of the image, where it says so, and what the nodes report. A custom name tells nothing. */
export const amiFamilyChange: PreflightCheck = {
  id: 'ami-family-change',
  number: 104,
  title: 'The release is another operating system',
  why: 'User data, cgroups and tools differ: that is a migration, and not a patch.',
  severities: ['blocker'],
  gate: false,
  needs: ['release', 'nodes'],

  inspect(fleet) {
    const { imageName, imageId } = fleet.get('release');
    const next = FAMILIES.find(([, image]) => image.test(imageName))?.[0];
    const targets = new Set(fleet.snapshot.targets);
    const now = fleet
      .get('nodes')
      .filter(({ metadata }) => targets.has(metadata.name))
      .map(
        ({ status }) => FAMILIES.find(([, , osImage]) => osImage.test(status?.nodeInfo?.osImage ?? ''))?.[0],
      );
    const known = [...new Set(now.filter((family) => family !== undefined))];
    if (!next || known.length === 0 || known.includes(next)) return [];
    return [
      {
        severity: 'blocker',
        objects: [`Image/${imageId}`],
        message: `${imageName} is ${next}; the nodes run ${known.join(', ')}.`,
        fix: 'Migrate in a node group of its own, with its own trial; patch this one with an image of its family.',
      },
    ];
  },
};
