import type { ImageView } from '../../control/view/world-view.ts';

/** How many colours older images have; the newest has its own. */
const OLDER = 4;

/** The colour of an image: `new` for the newest, `old-0` and on for the others by age. */
export function imageTone(images: readonly ImageView[], id: string | undefined): string {
  const at = images.findIndex((image) => image.id === id);
  if (at < 0) return 'none';
  return images[at]?.isNewest && images.length > 1 ? 'new' : `old-${at % OLDER}`;
}
