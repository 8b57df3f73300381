import { epochMs } from '../../fleet/epoch-ms.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** An attachment that was only just made may still be under way. */
const FRESH_MS = 120_000;

export const volumeattachmentStuck: PreflightCheck = {
  id: 'volumeattachment-stuck',
  number: 53,
  title: 'A volume does not attach or detach',
  why: 'The pod that needs it next cannot start, and a node with such a volume is slow to let go.',
  severities: ['warning'],
  gate: false,
  needs: ['attachments', 'nodes'],

  inspect(fleet) {
    const nodes = new Set(fleet.get('nodes').map(({ metadata }) => metadata.name));
    return fleet.get('attachments').flatMap(({ metadata, spec, status }) => {
      const old = fleet.snapshot.takenAt - (epochMs(metadata.creationTimestamp) ?? 0) > FRESH_MS;
      const failed = status?.attachError
        ? 'does not attach'
        : status?.detachError
          ? 'does not detach'
          : undefined;
      const lost = nodes.has(spec.nodeName) ? undefined : 'belongs to a node that is gone';
      const reason = failed ?? lost;
      if (!reason || !old) return [];
      const volume = spec.source.persistentVolumeName ?? 'an inline volume';
      return {
        severity: 'warning',
        objects: [`VolumeAttachment/${metadata.name}`, `PersistentVolume/${volume}`, `Node/${spec.nodeName}`],
        message: `${volume} ${reason} (${spec.nodeName}).`,
        fix: 'See the events of the VolumeAttachment; delete it only after the instance is gone.',
      };
    });
  },
};
