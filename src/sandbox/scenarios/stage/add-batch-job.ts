import { controllerReference } from '../../controllers/owner.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { BEHAVIOUR_ANNOTATION } from './behaviour.ts';
import type { Stage } from './stage.ts';

/** It is at work for ten hours. */
const BEHAVIOUR = { startSeconds: 1, runSeconds: 36_000, onSigterm: 'exit' };

/** A job of one pod that runs for longer than any story, and may be tried again when its pod is moved. */
export function addBatchJob({ cluster }: Stage, name: string, owner?: KubeObject): void {
  cluster.create('jobs.batch', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      namespace: 'shop',
      name,
      ...(owner && { ownerReferences: [controllerReference(owner)] }),
    },
    spec: jobSpec(name),
  });
}

/** A CronJob with the job that it started last night, which is still at work. */
export function addCronJob(stage: Stage, name: string): void {
  const cronJob = stage.cluster.create('cronjobs.batch', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { namespace: 'shop', name },
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: jobSpec(name) } },
  });
  addBatchJob(stage, `${name}-29402580`, cronJob);
}

function jobSpec(name: string): object {
  return {
    backoffLimit: 6,
    template: {
      metadata: {
        labels: { app: name },
        annotations: { [BEHAVIOUR_ANNOTATION]: JSON.stringify(BEHAVIOUR) },
      },
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 15,
        containers: [
          {
            name,
            image: `registry.example/shop/${name}:2026.11`,
            resources: { requests: { cpu: '250m', memory: '256Mi' } },
          },
        ],
      },
    },
  };
}
