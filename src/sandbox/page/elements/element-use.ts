import type { Surface } from '../blocks/surface.ts';
import { confirmed } from './confirm.ts';
import { heldValue } from './held-value.ts';
import type { Json } from '../json.ts';
import { textOf } from '../json.ts';

/** One element where it stands. */
export interface ElementUse {
  readonly element: Json;
  readonly surface: Surface;
  readonly blockId: string;
  readonly actionId: string;
  /** What it holds now. */
  readonly held: unknown;
  /** A person chose or typed this. */
  choose(value: unknown): void;
  /** A person is still typing: it is kept for the form and sent nowhere. */
  keep(value: unknown): void;
  /** The id of the label that names it, where it has one. */
  readonly labelledBy: string | undefined;
  /** The id of what is said about it: a hint, an error. */
  readonly describedBy: string | undefined;
}

interface Placing {
  readonly element: Json;
  readonly surface: Surface;
  readonly blockId: string;
  readonly labelledBy?: string;
  readonly describedBy?: string;
  /** An element of a form keeps what it is given until the form is sent; `dispatch` sends it at once too. */
  readonly form?: { readonly dispatch: boolean };
}

export function useElement({
  element,
  surface,
  blockId,
  form,
  labelledBy,
  describedBy,
}: Placing): ElementUse {
  const actionId = textOf(element['action_id']);
  const draft = surface.drafts.get(blockId, actionId);
  const act = async (value: unknown): Promise<void> => {
    if (await confirmed(element)) await surface.act({ actionId, blockId, value });
  };
  return {
    element,
    surface,
    blockId,
    actionId,
    held: draft ?? heldValue(element, surface.stateOf(blockId, actionId)),
    keep(value) {
      surface.drafts.set(blockId, actionId, value);
    },
    choose(value) {
      surface.drafts.set(blockId, actionId, value);
      if (!form || form.dispatch) void act(value);
    },
    labelledBy,
    describedBy,
  };
}

/** Attributes that every control carries: who names it, what is said of it, and how focus finds it again. */
export function controlAttributes({
  surface,
  blockId,
  actionId,
  labelledBy,
  describedBy,
  element,
}: ElementUse): {
  readonly attrs: Readonly<Record<string, string | undefined>>;
  readonly data: Readonly<Record<string, string>>;
} {
  const placeholder = textOf((element['placeholder'] as Json | undefined)?.['text']);
  return {
    attrs: {
      'aria-labelledby': labelledBy,
      'aria-label': labelledBy ? undefined : placeholder || actionId,
      'aria-describedby': describedBy,
      'aria-invalid': surface.errors[blockId] === undefined ? undefined : 'true',
    },
    data: { focus: `${blockId}/${actionId}`, action: actionId },
  };
}
