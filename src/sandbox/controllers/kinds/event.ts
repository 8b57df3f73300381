import type { KubeObject } from '../../kubernetes/object.ts';

export interface ClusterEvent extends KubeObject {
  involvedObject: InvolvedObject;
  type: string;
  reason: string;
  message: string;
  count?: number;
  series?: { count: number; lastObservedTime: string };
  firstTimestamp: string | null;
  lastTimestamp: string | null;
  eventTime: string | null;
  source: { component?: string; host?: string };
  reportingComponent: string;
  reportingInstance: string;
  action?: string;
}

export interface InvolvedObject {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
  uid: string;
  resourceVersion?: string;
  fieldPath?: string;
}
