import type { SectionBlock } from '@slack/types';
import type { Rollout } from '../../../core/rollout/rollout.ts';
import type { RolloutPlan } from '../../../core/plan/rollout-plan.ts';
import { counted, listed } from './counted.ts';
import { estimateWords } from './estimate-words.ts';
import { code, inert } from './inert.ts';
import { fields } from './parts.ts';
import { lasting } from './time-words.ts';

const IMAGES_SHOWN = 4;
const GATE_MAX = 600;

/** What will be done, in pairs; nothing before there is a plan. */
export function planFields({ plan, preflight }: Rollout): SectionBlock | undefined {
  if (plan === undefined) return undefined;
  return fields([
    ['Nodes', nodesWords(plan)],
    ['Strategy', `one at a time, surge ${plan.surge}, watched for ${lasting(plan.policy.windowMs)} each`],
    ['From', fromWords(plan)],
    ['To', releaseWords(plan)],
    ['Estimate', estimateWords(preflight?.prediction ?? null)],
    ['First node', firstNode(plan)],
    ...(plan.gate && plan.gate.length > 0 ? [['Health gate', gateWords(plan.gate)] as const] : []),
  ]);
}

/** The release as people name it: its version or the image's name, and always the image id. */
export function releaseWords({ release }: RolloutPlan): string {
  const name = inert(release.releaseVersion ?? release.imageName, 100);
  return `${name} ${code(release.imageId, 40)}, template version ${inert(release.templateVersion, 20)}`;
}

function gateWords(lines: readonly string[]): string {
  return inert(lines.join('; '), GATE_MAX);
}

function nodesWords(plan: RolloutPlan): string {
  const zones = new Set(plan.nodes.map(({ zone }) => zone)).size;
  const patched = plan.alreadyPatched.length;
  const rest = patched > 0 ? `; ${patched} already patched` : '';
  return `${plan.nodes.length} to replace in ${counted(zones, 'zone')}${rest}`;
}

function fromWords({ from }: RolloutPlan): string {
  const images = Object.entries(from);
  const shown = images.slice(0, IMAGES_SHOWN).map(([image, count]) => `${code(image, 40)} (${count})`);
  return images.length === 0 ? 'nothing' : listed(shown, images.length);
}

function firstNode(plan: RolloutPlan): string {
  const canary = plan.nodes[0];
  if (canary === undefined) return 'none';
  return `${code(canary.name, 80)} (${inert(canary.zone, 30)}), watched for ${lasting(plan.policy.canaryWindowMs)}`;
}
