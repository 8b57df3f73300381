import type { PreflightCheck } from '../preflight-check.ts';

const KUBELET_SERVING = 'kubernetes.io/kubelet-serving';

export const kubeletCertPending: PreflightCheck = {
  id: 'kubelet-cert-pending',
  number: 83,
  title: 'Kubelets wait for their certificates',
  why: 'Pods run, but logs, exec and metrics of new nodes will not work.',
  severities: ['warning'],
  gate: false,
  needs: ['signingRequests'],

  inspect(fleet) {
    const pending = fleet
      .get('signingRequests')
      .filter(({ spec, status }) => spec.signerName === KUBELET_SERVING && !status?.certificate)
      .filter(
        ({ status }) =>
          !status?.conditions?.some(({ type }) => ['Approved', 'Denied', 'Failed'].includes(type)),
      );
    if (pending.length === 0) return [];
    return [
      {
        severity: 'warning',
        objects: pending.map(({ metadata }) => `CertificateSigningRequest/${metadata.name}`),
        message: `${pending.length} certificates of kubelets wait for approval.`,
        fix: 'Repair what approves them (a controller, or kubectl certificate approve).',
      },
    ];
  },
};
