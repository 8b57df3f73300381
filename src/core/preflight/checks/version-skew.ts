import type { PreflightCheck } from '../preflight-check.ts';

/** A kubelet may be so many minor versions older than the API server, and never newer. */
const SKEW_MAX = 3;

export const versionSkew: PreflightCheck = {
  id: 'version-skew',
  number: 77,
  title: 'The release does not suit the version of the control plane',
  why: 'A kubelet newer than the API server, or more than three versions older, is not supported.',
  severities: ['blocker'],
  gate: false,
  needs: ['release'],

  inspect(fleet) {
    const release = fleet.get('release');
    const minor = minorOf(release.releaseVersion) ?? minorOf(release.imageName);
    const server = fleet.snapshot.cluster.version.minor;
    if (minor === undefined || (minor <= server && minor >= server - SKEW_MAX)) return [];
    return [
      {
        severity: 'blocker',
        objects: [`Image/${release.imageId}`],
        message: `${release.imageName} (${release.imageId}) is for Kubernetes 1.${minor}; the control plane runs 1.${server}.`,
        fix: `Choose an image for Kubernetes 1.${server}.`,
      },
    ];
  },
};

/** `1.32.4-20261101`, `amazon-eks-node-al2023-x86_64-standard-1.32-v20261101`, `bottlerocket-aws-k8s-1.32-x86_64`. */
function minorOf(text: string | undefined): number | undefined {
  const found = /(?:^|[-_v])1\.(\d{2})(?=[.\-_]|$)/.exec(text ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}
