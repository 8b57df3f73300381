import { h } from '../dom/element.ts';
import type { Json } from '../json.ts';
import { objectsOf, textOf } from '../json.ts';
import { drawMarkdown } from '../mrkdwn/draw-markdown.ts';
import { anyText } from '../mrkdwn/any-text.ts';
import { plainText } from '../mrkdwn/plain-text.ts';
import { drawActions } from './actions.ts';
import { drawCard, drawCarousel, drawContainer } from './card.ts';
import { drawChart } from './chart.ts';
import { drawContext } from './context.ts';
import { drawFile, drawImage, drawVideo } from './media.ts';
import { drawInput } from './input.ts';
import { drawPlan, drawTask } from './plan.ts';
import { drawRichText } from './rich-text.ts';
import { drawSection } from './section.ts';
import type { Surface } from './surface.ts';
import { drawDataTable, drawTable } from './table.ts';

/** Blocks one below the other. */
export function drawBlocks(blocks: readonly Json[], surface: Surface): HTMLElement {
  return h(
    'div',
    { class: 'blocks' },
    blocks.map((block) => drawBlock(block, surface)),
  );
}

function drawBlock(block: Json, surface: Surface): HTMLElement {
  const type = textOf(block['type']);
  const draw = BLOCKS[type];
  const drawn = draw
    ? draw(block, surface)
    : h('p', { class: 'unknown' }, `(a ${type} block: not drawn in the sandbox)`);
  drawn.classList.add('block', `block-${type.replaceAll('_', '-')}`);
  return drawn;
}

type Draw = (block: Json, surface: Surface) => HTMLElement;

const BLOCKS: Readonly<Record<string, Draw>> = {
  actions: drawActions,
  alert: (block, { reader }) =>
    h(
      'div',
      { attrs: { role: 'note' }, data: { level: textOf(block['level']) || 'default' } },
      anyText(block['text'], reader),
    ),
  card: drawCard,
  carousel: drawCarousel,
  container: (block, surface) =>
    drawContainer(block, surface, () => drawBlocks(objectsOf(block['child_blocks']), surface)),
  context: drawContext,
  context_actions: drawActions,
  data_table: drawDataTable,
  data_visualization: drawChart,
  divider: () => h('hr'),
  file: drawFile,
  header: (block) => h('h3', {}, plainText(block['text'])),
  image: drawImage,
  input: drawInput,
  markdown: (block) => drawMarkdown(textOf(block['text'])),
  plan: drawPlan,
  rich_text: drawRichText,
  section: drawSection,
  table: drawTable,
  task_card: drawTask,
  video: drawVideo,
};
