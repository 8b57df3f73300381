import type { Fleet } from '../fleet.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

const KUBERNETES_ARCH: Readonly<Record<string, string>> = { x86_64: 'amd64', arm64: 'arm64' };

export const amiTarget: PreflightCheck = {
  id: 'ami-target',
  number: 103,
  title: 'The image of the release cannot be used',
  why: 'Every instance would fail to launch, or boot something else than these nodes are.',
  severities: ['blocker', 'warning'],
  gate: false,
  needs: ['release', 'nodes'],
  uses: ['image'],

  inspect(fleet) {
    const { imageId } = fleet.get('release');
    const problem = (severity: 'blocker' | 'warning', message: string): Observation => ({
      severity,
      objects: [`Image/${imageId}`],
      message,
      fix: 'Choose another image, and make a template version of it.',
    });
    const image = fleet.find('image');
    const wrong = wrongArchitecture(fleet, image?.architecture ?? fleet.get('release').architecture);
    return [
      ...(image && image.state !== 'available' ? [problem('blocker', `${imageId} is ${image.state}.`)] : []),
      ...(wrong ? [problem('blocker', wrong)] : []),
      ...(image?.deprecatedAt !== undefined && image.deprecatedAt < fleet.snapshot.takenAt
        ? [problem('warning', `${imageId} is deprecated by its owner.`)]
        : []),
    ];
  },
};

function wrongArchitecture(fleet: Fleet, architecture: string | undefined): string | undefined {
  const targets = new Set(fleet.snapshot.targets);
  const wanted = KUBERNETES_ARCH[architecture ?? ''];
  const node = fleet
    .get('nodes')
    .filter(({ metadata }) => targets.has(metadata.name))
    .find(({ metadata }) => (metadata.labels?.['kubernetes.io/arch'] ?? wanted) !== wanted);
  if (!wanted || !node) return undefined;
  return `${fleet.get('release').imageId} is for ${architecture}, and ${node.metadata.name} is ${node.metadata.labels?.['kubernetes.io/arch'] ?? ''}.`;
}
