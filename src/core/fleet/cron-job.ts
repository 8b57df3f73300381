import type { Meta } from './meta.ts';
import type { PodTemplate } from './workload.ts';

export interface CronJob {
  readonly metadata: Meta;
  readonly spec: {
    readonly suspend?: boolean;
    readonly jobTemplate: { readonly spec: { readonly template: PodTemplate } };
  };
}
