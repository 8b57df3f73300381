import type { KubeObject } from '../../kubernetes/object.ts';

/** What a StatefulSet or DaemonSet looked like; `data` holds the template as a patch of the owner. */
export interface ControllerRevision extends KubeObject {
  data: unknown;
  revision: number;
}
