import type { Pod } from '../../fleet/pod.ts';

/** A part of drover itself, by the label that its manifests carry. */
export function isOurOwn({ metadata }: Pod): boolean {
  const { labels } = metadata;
  return (
    labels?.['app.kubernetes.io/part-of'] === 'drover' || labels?.['app.kubernetes.io/name'] === 'drover'
  );
}
