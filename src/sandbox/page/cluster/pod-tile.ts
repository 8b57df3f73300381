import type { PodView } from '../../control/view/world-view.ts';
import { h } from '../dom/element.ts';
import { initials, podState, podWords } from './names.ts';

/** One pod: a small square of its workload's colour. */
export class PodTile {
  readonly element: HTMLElement;

  constructor(pod: PodView, tone: number) {
    const isDaemon = pod.kind === 'DaemonSet';
    this.element = h(
      'div',
      {
        class: 'tile',
        attrs: { role: 'listitem' },
        data: { tone: isDaemon ? 'daemon' : String(tone), workload: pod.workload },
      },
      isDaemon ? '' : initials(pod.workload),
    );
    this.update(pod);
  }

  update(pod: PodView): void {
    const { element } = this;
    const state = podState(pod);
    if (element.dataset['state'] !== state) element.dataset['state'] = state;
    const words = `${pod.namespace}/${pod.name}: ${podWords(pod)}${pod.restarts > 0 ? `, restarted ${pod.restarts} times` : ''}`;
    if (element.dataset['tip'] === words) return;
    element.dataset['tip'] = words;
    element.setAttribute('aria-label', words);
  }
}
