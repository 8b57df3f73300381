import type { KubeObject } from '../../kubernetes/object.ts';

export interface VolumeAttachment extends KubeObject {
  spec: { attacher: string; nodeName: string; source: { persistentVolumeName?: string } };
  status?: { attached: boolean; attachError?: { message: string; time: string }; [field: string]: unknown };
}
