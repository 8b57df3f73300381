/** How drover's own objects are named and found. */
export const SLOT_LABEL = 'drover.dev/slot';

/** The brake outside Slack: `kubectl annotate configmap <slot> drover.dev/halt=true`. */
export const BRAKE_ANNOTATION = 'drover.dev/halt';

const NAME_LABEL = { 'app.kubernetes.io/name': 'drover' };

/** The slot of a node group. Group names have no dots, so no group's slot is another's thread. */
export function slotName(nodeGroup: string): string {
  return `drover-${nodeGroup}`;
}

export function threadName(nodeGroup: string): string {
  return `drover-${nodeGroup}.thread`;
}

export function slotLabels(nodeGroup: string): Readonly<Record<string, string>> {
  return { ...NAME_LABEL, [SLOT_LABEL]: nodeGroup };
}

export function threadLabels(nodeGroup: string): Readonly<Record<string, string>> {
  return { ...NAME_LABEL, 'drover.dev/thread': nodeGroup };
}
