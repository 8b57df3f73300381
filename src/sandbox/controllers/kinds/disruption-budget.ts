import type { KubeObject } from '../../kubernetes/object.ts';
import type { Condition } from './condition.ts';
import type { LabelSelector } from './label-selector.ts';

export interface DisruptionBudget extends KubeObject {
  spec: {
    minAvailable?: number | string;
    maxUnavailable?: number | string;
    selector?: LabelSelector;
    unhealthyPodEvictionPolicy?: string;
  };
  status?: DisruptionBudgetStatus;
}

export interface DisruptionBudgetStatus {
  observedGeneration?: number;
  /** Pods that were granted an eviction and when, until their deletion is seen. */
  disruptedPods?: Record<string, string>;
  disruptionsAllowed: number;
  currentHealthy: number;
  desiredHealthy: number;
  expectedPods: number;
  conditions?: Condition[];
}
