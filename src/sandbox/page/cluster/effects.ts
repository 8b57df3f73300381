import type { EffectView, WorldView } from '../../control/view/world-view.ts';
import { h } from '../dom/element.ts';
import type { IconName } from '../dom/icon.ts';
import { icon } from '../dom/icon.ts';
import { showKeyed } from '../dom/keyed.ts';
import { clockTime } from '../mrkdwn/format-date.ts';
import { shortObject } from './names.ts';

const SHOWN_MAX = 60;

const ICONS: Readonly<Record<EffectView['kind'], IconName>> = {
  pod: 'pod',
  node: 'node',
  capacity: 'capacity',
  other: 'note',
};

interface Told {
  readonly effect: EffectView;
  readonly times: number;
}

/** What was just done to the world, newest first. Equal lines that follow each other are told once, with a count. */
export class Effects {
  readonly element: HTMLElement;
  readonly #notes = h('span', { class: 'key' });
  readonly #list = h('ol', {
    class: 'effects',
    attrs: { tabindex: 0, 'aria-label': 'Effects, newest first' },
  });

  constructor() {
    this.element = h(
      'section',
      { class: 'panel effects-panel', attrs: { 'aria-label': 'What was just done' } },
      h('div', { class: 'panel-head' }, h('h3', {}, 'What was just done'), this.#notes),
      this.#list,
    );
  }

  show({ effects, notes }: WorldView): void {
    const told = gathered(effects.toSorted((a, b) => a.id - b.id)).slice(-SHOWN_MAX);
    showKeyed(
      this.#list,
      told.toReversed().map(({ effect, times }) => ({
        key: String(effect.id),
        sign: `${effect.id}/${times}`,
        make: () => drawEffect(effect, times),
      })),
    );
    this.#notes.textContent = notes === 0 ? '' : `and ${notes} notes kept`;
    this.element.classList.toggle('empty', told.length === 0);
  }
}

/** The first of a run gives its key, so that the line grows instead of being a new one. */
function gathered(effects: readonly EffectView[]): readonly Told[] {
  const told: Told[] = [];
  for (const effect of effects) {
    const last = told.at(-1);
    if (last && isSame(last.effect, effect))
      told[told.length - 1] = { effect: last.effect, times: last.times + 1 };
    else told.push({ effect, times: 1 });
  }
  return told;
}

function isSame(a: EffectView, b: EffectView): boolean {
  return a.actor === b.actor && a.did === b.did && a.object === b.object;
}

function drawEffect(effect: EffectView, times: number): HTMLElement {
  const { at, actor, did, kind, status, object } = effect;
  return h(
    'li',
    {
      class: status >= 400 ? 'effect refused' : 'effect',
      data: { kind, tip: `${actor}\n${object}\nHTTP ${status}` },
    },
    h('time', {}, clockTime(at, true)),
    icon(ICONS[kind], 14),
    h(
      'span',
      { class: 'effect-words' },
      h('b', {}, did),
      ' ',
      h('span', { class: 'effect-object' }, shortObject(effect)),
    ),
    times > 1 && h('span', { class: 'times' }, `×${times}`),
    !actor.includes('drover') && h('span', { class: 'actor' }, actor),
  );
}
