import type { KubeObject } from '../../kubernetes/object.ts';
import type { Condition } from './condition.ts';

export interface Namespace extends KubeObject {
  spec?: { finalizers?: string[] };
  status?: { phase?: string; conditions?: Condition[] };
}
