import type { ActionsBlock, Button, ConfirmationDialog } from '@slack/types';
import type { Rollout } from '../../../core/rollout/rollout.ts';
import type { ButtonValue, Verb } from './button-value.ts';
import { ACTION_PREFIX } from './button-value.ts';
import { plain } from './plain.ts';
import type { Surroundings } from './surroundings.ts';

export interface ButtonSpec {
  readonly verb: Verb;
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  /** Asked before the click is sent. */
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string };
}

/** On a phone five buttons are a full screen. */
const BUTTONS_MAX = 5;
const LABEL_MAX = 24;
const ACCESSIBILITY_MAX = 75;
const BLOCK_ID_MAX = 255;

/** A row of buttons bound to this rollout, its plan and its halt; none, no row. */
export function buttonRow(
  rollout: Rollout,
  surroundings: Surroundings,
  specs: readonly (ButtonSpec | undefined)[],
): ActionsBlock | undefined {
  const present = specs.filter((spec) => spec !== undefined).slice(0, BUTTONS_MAX);
  if (present.length === 0) return undefined;
  const value = JSON.stringify(valueOf(rollout, surroundings));
  return {
    type: 'actions',
    block_id: `p.${rollout.id}.${revision(rollout)}`.slice(0, BLOCK_ID_MAX),
    elements: present.map((spec) => button(spec, value, rollout, surroundings)),
  };
}

function valueOf(rollout: Rollout, { cluster, nodeGroup }: Surroundings): ButtonValue {
  return {
    r: rollout.id,
    g: `${cluster}/${nodeGroup}`,
    ...(rollout.planHash === undefined ? {} : { p: rollout.planHash }),
    ...(rollout.halt === undefined ? {} : { h: rollout.halt.id }),
  };
}

/** The story's last number: it grows with whatever happens to a rollout, so that an older picture is told by it. */
function revision(rollout: Rollout): number {
  return rollout.story.at(-1)?.n ?? 0;
}

function button(
  spec: ButtonSpec,
  value: string,
  rollout: Rollout,
  { cluster, nodeGroup }: Surroundings,
): Button {
  return {
    type: 'button',
    action_id: `${ACTION_PREFIX}${spec.verb}`,
    text: { type: 'plain_text', text: plain(spec.label, LABEL_MAX), emoji: false },
    value,
    accessibility_label: plain(`${spec.label}: ${rollout.id} on ${cluster} ${nodeGroup}`, ACCESSIBILITY_MAX),
    ...(spec.style === undefined ? {} : { style: spec.style }),
    ...(spec.confirm === undefined ? {} : { confirm: dialog(spec.confirm, spec.style) }),
  };
}

function dialog(confirm: NonNullable<ButtonSpec['confirm']>, style: ButtonSpec['style']): ConfirmationDialog {
  return {
    title: { type: 'plain_text', text: plain(confirm.title, 100), emoji: false },
    text: { type: 'plain_text', text: plain(confirm.text, 300), emoji: false },
    confirm: { type: 'plain_text', text: plain(confirm.yes, 30), emoji: false },
    deny: { type: 'plain_text', text: 'No', emoji: false },
    ...(style === undefined ? {} : { style }),
  };
}
