import type { PersonView } from '../../control/view/slack-snapshot.ts';
import { h, svg } from '../dom/element.ts';

/** A person's picture: their initial on a colour of their own; the app's is its mark. */
export function drawAvatar(person: PersonView | undefined, size: 'large' | 'small' | 'tiny'): HTMLElement {
  if (!person || person.note === 'app') {
    return h('span', { class: `avatar ${size} app`, attrs: { 'aria-hidden': 'true' } }, drawMark());
  }
  return h(
    'span',
    { class: `avatar ${size} tone-${toneOf(person.name)}`, attrs: { 'aria-hidden': 'true' } },
    person.realName.slice(0, 1),
  );
}

/** The app's mark: a shepherd's crook around a node. */
export function drawMark(): SVGSVGElement {
  return svg(
    'svg',
    { viewBox: '0 0 24 24', class: 'mark', 'aria-hidden': 'true' },
    svg('path', { d: 'M8 21V8.5a4.5 4.5 0 0 1 9 0c0 1.6-.9 2.9-2.2 3.4', class: 'crook' }),
    svg('circle', { cx: 14.6, cy: 16.4, r: 2.6, class: 'flock' }),
  );
}

function toneOf(name: string): number {
  return Array.from(name, (letter) => letter.charCodeAt(0)).reduce((sum, code) => sum + code, 0) % 6;
}
