import type { HomeView } from '@slack/types';
import { context, header, section } from './parts.ts';

/**
 * The app's home: how to begin. The gateway, which shows it, may not read clusters, so it shows no rollouts;
 * `/patch status` does.
 */
export function homeView(): HomeView {
  return {
    type: 'home',
    blocks: [
      header('drover'),
      section(
        'Patches the operating systems of Kubernetes worker nodes, one node group at a time, with no downtime.',
      ),
      section(
        [
          '*Start* `/patch <cluster> <node group>`: reads the cluster, shows what it found, and asks for approval.',
          '*Look first* `/patch <cluster> <node group> --dry-run`: the same report, nothing to approve.',
          '*See* `/patch status`: every rollout that is under way.',
          '*Steer* `/patch pause`, `/patch resume`, `/patch abort`: or the buttons of the rollout.',
          '*More* `/patch help`',
        ]
          .join('\n')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;'),
      ),
      context('Nothing is touched before somebody else than the one who asked has approved.'),
    ],
  };
}
