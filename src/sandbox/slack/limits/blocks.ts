import type { Check } from './check.ts';
import {
  anything,
  boolean,
  byType,
  either,
  list,
  must,
  number,
  object,
  oneOf,
  only,
  string,
} from './check.ts';
import { anyText, ID, IMAGE_SOURCE, markdownText, plainText, URL } from './composition.ts';
import { CHART } from './chart.ts';
import { ELEMENTS, ELEMENTS_IN } from './elements.ts';
import { RICH_TEXT } from './rich-text.ts';

export type Surface = 'message' | 'modal' | 'home';

/** A `markdown` block, and all of them in one message. */
export const MARKDOWN_MAX = 12_000;

const BASE = { type: string(64), block_id: ID };
const IMAGE = byType(only(ELEMENTS, 'image'));
const CELL = byType({
  rich_text: RICH_TEXT,
  raw_text: object({ type: string(64), text: must(string(10_000, 1)) }),
  raw_number: object({ type: string(64), value: must(number()), text: must(string(10_000, 1)) }),
});
const TASK_STATUS = oneOf('pending', 'in_progress', 'complete', 'error');
const TASK = {
  ...BASE,
  task_id: must(string(255, 1)),
  title: must(string(3000, 1)),
  status: must(TASK_STATUS),
  details: RICH_TEXT,
  output: RICH_TEXT,
  sources: list(anything, 100),
};
const CARD = object(
  {
    ...BASE,
    hero_image: IMAGE,
    icon: IMAGE,
    title: markdownText(150),
    subtitle: markdownText(150),
    body: markdownText(200),
    actions: list(byType(only(ELEMENTS, 'button')), 3, 1),
  },
  either('hero_image', 'title', 'actions', 'body'),
);

const CLASSIC: Readonly<Record<string, Check>> = {
  actions: object({ ...BASE, elements: must(list(byType(only(ELEMENTS, ...ELEMENTS_IN.actions)), 25, 1)) }),
  context: object({
    ...BASE,
    elements: must(
      list(byType({ ...only(ELEMENTS, 'image'), plain_text: anyText(), mrkdwn: anyText() }), 10, 1),
    ),
  }),
  divider: object(BASE),
  file: object({ ...BASE, source: must(oneOf('remote')), external_id: must(string(255, 1)) }),
  header: object({ ...BASE, text: must(plainText(150)) }),
  image: object(
    { ...BASE, alt_text: must(string(2000, 1)), title: plainText(2000), ...IMAGE_SOURCE },
    either('image_url', 'slack_file'),
  ),
  input: object({
    ...BASE,
    label: must(plainText(2000)),
    hint: plainText(2000),
    optional: boolean,
    dispatch_action: boolean,
    element: must(byType(only(ELEMENTS, ...ELEMENTS_IN.input))),
  }),
  rich_text: RICH_TEXT,
  section: object(
    {
      ...BASE,
      text: anyText(3000),
      fields: list(anyText(2000), 10, 1),
      expand: boolean,
      accessory: byType(only(ELEMENTS, ...ELEMENTS_IN.section)),
    },
    either('text', 'fields'),
  ),
  table: object({
    ...BASE,
    rows: must(list(list(CELL, 20, 1), 100, 1)),
    column_settings: list(object({ align: oneOf('left', 'center', 'right'), is_wrapped: boolean }), 20),
  }),
  video: object({
    ...BASE,
    video_url: must(URL),
    thumbnail_url: must(URL),
    alt_text: must(string(2000, 1)),
    title: must(plainText(199)),
    title_url: URL,
    author_name: string(49),
    provider_name: string(255),
    provider_icon_url: URL,
    description: plainText(),
  }),
};

const CONTAINER_CHILDREN = [
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];

/** Every block of Block Kit by its type. Where sources differ on a number, the smaller one stands here. */
export const BLOCKS: Readonly<Record<string, Check>> = {
  ...CLASSIC,
  alert: object({
    ...BASE,
    text: must(anyText(200)),
    level: oneOf('default', 'info', 'warning', 'error', 'success'),
  }),
  card: CARD,
  carousel: object({ ...BASE, elements: must(list(byType({ card: CARD }), 10, 1)) }),
  container: object(
    {
      ...BASE,
      title: plainText(150),
      rich_text_title: RICH_TEXT,
      subtitle: anyText(150),
      icon: IMAGE,
      child_blocks: must(list(byType(only(CLASSIC, ...CONTAINER_CHILDREN)), 10, 1)),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
    either('title', 'rich_text_title'),
  ),
  context_actions: object({
    ...BASE,
    elements: must(list(byType(only(ELEMENTS, 'feedback_buttons', 'icon_button')), 5, 1)),
  }),
  data_table: object({
    ...BASE,
    caption: must(string(3000, 1)),
    rows: must(list(list(CELL, 20, 1), 101, 2)),
    page_size: number(1, 100),
    row_header_column_index: number(0, 19),
  }),
  data_visualization: object({ ...BASE, title: must(string(50, 1)), chart: must(CHART) }),
  markdown: object({ ...BASE, text: must(string(MARKDOWN_MAX, 1)) }),
  plan: object({
    ...BASE,
    title: must(string(3000, 1)),
    tasks: list(byType({ task_card: object(TASK) }), 50),
  }),
  task_card: object(TASK),
};

const EVERYWHERE = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'video',
];

/** Which blocks a surface shows. */
export const BLOCKS_ON: Readonly<Record<Surface, readonly string[]>> = {
  message: [
    ...EVERYWHERE,
    'card',
    'carousel',
    'container',
    'context_actions',
    'data_table',
    'data_visualization',
    'file',
    'markdown',
    'plan',
    'table',
    'task_card',
  ],
  modal: [...EVERYWHERE, 'alert'],
  home: [...EVERYWHERE, 'data_table', 'table'],
};

export const BLOCKS_MAX: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };
