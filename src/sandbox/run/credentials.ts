import { PLACE } from '../scenarios/stage/place-names.ts';

/** Secrets of the world. They open nothing else, and are the same each time so that a page can be reloaded. */
export const CREDENTIALS = {
  kubernetes: { admin: 'admin-token-of-the-sandbox', viewer: 'viewer-token-of-the-sandbox' },
  aws: {
    drover: {
      accessKeyId: 'AKIASANDBOXDROVER000',
      secretAccessKey: 'sandbox/drover/secret/access/key/0000000',
    },
    admin: {
      accessKeyId: 'AKIASANDBOXADMIN0000',
      secretAccessKey: 'sandbox/admin/secret/access/key/00000000',
    },
  },
  slack: {
    appId: 'A0DROVER000',
    signingSecret: '0123456789abcdef0123456789abcdef',
    botToken: 'xoxb-sandbox-drover',
    appToken: 'xapp-sandbox-drover',
  },
} as const;

/** Who drover is in AWS: a role's session, as on a node or with Pod Identity. */
export const DROVER_ARN = `arn:aws:sts::${PLACE.accountId}:assumed-role/${PLACE.engineRole}/engine`;

/** Who drover is in Kubernetes, by the access entry of that role. */
export const DROVER_USER = 'drover-engine';
