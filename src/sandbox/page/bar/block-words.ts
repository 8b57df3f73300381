import type { Json } from '../json.ts';
import { objectOf, objectsOf, textOf } from '../json.ts';

/** The words on the buttons of blocks, as a person reads them. */
export function buttonLabels(blocks: readonly Json[]): readonly string[] {
  return blocks.flatMap((block) =>
    [...objectsOf(block['elements']), objectOf(block['accessory'])]
      .filter(({ type }) => type === 'button')
      .map(({ text }) => textOf(objectOf(text)['text'])),
  );
}

/** What the first header says. */
export function headingOf(blocks: readonly Json[]): string {
  return textOf(objectOf(objectOf(blocks.find(({ type }) => type === 'header'))['text'])['text']);
}
