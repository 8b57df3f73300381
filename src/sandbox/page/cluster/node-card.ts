import type { ImageView, NodeView } from '../../control/view/world-view.ts';
import { h } from '../dom/element.ts';
import { imageTone } from './image-tone.ts';
import { shortNode, stageWords } from './names.ts';

/** One node, from the launch of its instance to its end. */
export class NodeCard {
  readonly element: HTMLElement;
  /** Where its pods stand. */
  readonly tiles = h('div', { class: 'tiles', attrs: { role: 'list' } });
  /** Where those of DaemonSets stand, which come and go with the node. */
  readonly daemons = h('div', { class: 'daemons', attrs: { role: 'list' } });
  readonly #letter = h('span', { class: 'ami' });
  readonly #name = h('span', { class: 'node-name' });
  readonly #state = h('span', { class: 'node-state' });
  readonly #flags = h('span', { class: 'flags' });
  #sign = '';

  constructor(id: string) {
    this.element = h(
      'article',
      { class: 'node', data: { node: id } },
      h('header', {}, this.#letter, this.#name, this.daemons),
      h('div', { class: 'node-line' }, this.#state, this.#flags),
      this.tiles,
    );
  }

  update(node: NodeView, images: readonly ImageView[]): void {
    const image = images.find(({ id }) => id === node.imageId);
    const tone = imageTone(images, node.imageId);
    const sign = JSON.stringify([node, image?.letter, tone]);
    if (sign === this.#sign) return;
    this.#sign = sign;
    const words = stageWords(node);
    const flags = [node.cordoned && 'cordoned', node.retiring && !node.cordoned && 'retiring'].filter(
      (flag) => flag !== false,
    );
    this.element.className = `node stage-${node.stage} ${node.cordoned ? 'cordoned' : ''} ${node.retiring ? 'retiring' : ''}`;
    this.element.dataset['ami'] = tone;
    this.element.dataset['tip'] = tipOf(node, image);
    this.element.setAttribute(
      'aria-label',
      `${shortNode(node)}, ${words}${flags.length > 0 ? `, ${flags.join(', ')}` : ''}, AMI ${image?.letter ?? 'unknown'}, ${node.pods} pods`,
    );
    this.#letter.textContent = image?.letter ?? '–';
    this.#name.textContent = shortNode(node);
    this.#state.textContent = words;
    this.#flags.replaceChildren(...flags.map((flag) => h('span', { class: `flag ${flag}` }, flag)));
  }
}

function tipOf(node: NodeView, image: ImageView | undefined): string {
  const lines = [
    node.name ?? 'not a node yet',
    node.instanceId && `instance ${node.instanceId}${node.lifecycle ? ` (${node.lifecycle})` : ''}`,
    image ? `AMI ${image.letter}: ${image.name}` : node.imageId,
    node.kubeletVersion && `kubelet ${node.kubeletVersion}`,
    ...node.taints.map((taint) => `taint ${taint}`),
  ];
  return lines.filter((line) => line).join('\n');
}
