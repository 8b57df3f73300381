import type { ObjectMeta } from '../../kubernetes/object.ts';
import type { PodSpec } from './pod.ts';

export interface PodTemplate {
  metadata?: Pick<Partial<ObjectMeta>, 'labels' | 'annotations' | 'finalizers'>;
  spec: PodSpec;
}
