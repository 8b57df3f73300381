import type { ImageView, WorldView } from '../../control/view/world-view.ts';
import { h } from '../dom/element.ts';
import { imageTone } from './image-tone.ts';

/** Which colour is which AMI, and how far the nodes have come. */
export class Legend {
  readonly element: HTMLElement = h('div', { class: 'legend' });
  #sign = '';

  show({ images, nodes }: WorldView): void {
    const sign = JSON.stringify([images, nodes.length]);
    if (sign === this.#sign) return;
    this.#sign = sign;
    this.element.replaceChildren(
      h(
        'div',
        { class: 'share', attrs: { 'aria-hidden': 'true' } },
        images
          .filter((image) => image.nodes > 0)
          .map((image) => {
            const part = h('span', { data: { ami: imageTone(images, image.id) } });
            part.style.flexGrow = String(image.nodes);
            return part;
          }),
      ),
      h(
        'ul',
        {},
        images.map((image) => drawImage(image, images)),
      ),
    );
  }
}

function drawImage(image: ImageView, images: readonly ImageView[]): HTMLElement {
  const isTarget = image.isNewest && images.length > 1;
  return h(
    'li',
    {
      data: {
        ami: imageTone(images, image.id),
        tip: `${image.id}\n${image.name}\nkubelet ${image.kubeletVersion}`,
      },
    },
    h('span', { class: 'ami' }, image.letter),
    h('span', { class: 'ami-name' }, shortName(image.name)),
    h('span', { class: 'ami-count' }, image.nodes === 1 ? '1 node' : `${image.nodes} nodes`),
    isTarget && h('span', { class: 'flag newest' }, 'newest'),
  );
}

/** `amazon-eks-node-al2023-x86_64-standard-1.32-v20261118` is told apart by its end. */
function shortName(name: string): string {
  return name.split('-').at(-1) ?? name;
}
