import type { RenderContext } from '../ports/renderer.ts';
import type { GroupSettings } from './group-settings.ts';
import type { ConversationPorts } from './ports.ts';

/** What messages of a node group show beside its rollout. `objectName`: the slot's, for the brake outside Slack. */
export function renderContext(
  { clock }: ConversationPorts,
  settings: GroupSettings,
  objectName: string,
): RenderContext {
  return {
    cluster: settings.cluster,
    nodeGroup: settings.nodeGroup,
    now: clock.now(),
    real: clock.real(),
    scale: clock.scale,
    brakeCommand: `kubectl -n ${settings.namespace} annotate configmap ${objectName} drover.dev/halt=true`,
    approverUsers: settings.approvers.users,
    approverGroups: settings.approvers.groups,
  };
}
