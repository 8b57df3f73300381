import { BEHAVIOUR_ANNOTATION } from './behaviour.ts';
import type { Stage } from './stage.ts';

/** It is at work for ten hours. */
const BEHAVIOUR = { startSeconds: 1, runSeconds: 36_000, onSigterm: 'exit' };

/** A job of one pod that runs for longer than any story, and may be tried again when its pod is moved. */
export function addBatchJob({ cluster }: Stage, name: string): void {
  cluster.create('jobs.batch', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { namespace: 'shop', name },
    spec: {
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
    },
  });
}
