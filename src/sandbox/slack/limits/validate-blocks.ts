import type { JsonObject } from '../state/json-object.ts';
import { isJsonObject, objectsOf, textOf } from '../state/json-object.ts';
import { placedElements } from '../state/placed-elements.ts';
import type { Surface } from './blocks.ts';
import { BLOCKS, BLOCKS_MAX, BLOCKS_ON, MARKDOWN_MAX } from './blocks.ts';
import { byType, characters, list, only } from './check.ts';
import type { Problem } from './verdict.ts';

/** All table cells of one message. */
const TABLE_CHARACTERS_MAX = 10_000;
const CHARTS_MAX = 2;

const ON_SURFACE = {
  message: blocksOf('message', 0),
  modal: blocksOf('modal', 1),
  home: blocksOf('home', 1),
} as const;

/** Everything wrong with the blocks of one message or view. `pointer`: where they stand, `/blocks` or `/view/blocks`. */
export function validateBlocks(blocks: unknown, surface: Surface, pointer: string): Problem[] {
  const found: Problem[] = [];
  ON_SURFACE[surface](blocks, pointer, found);
  const all = objectsOf(blocks);
  uniqueBlocks(all, pointer, found);
  uniqueActions(all, pointer, found);
  if (surface === 'message') messageBudgets(all, pointer, found);
  return found;
}

/** Text that people see in these blocks, in characters: what Slack's undocumented total is about. */
export function visibleCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + visibleCharacters(one), 0);
  if (!isJsonObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) =>
      sum + (typeof one === 'string' ? (key === 'text' ? characters(one) : 0) : visibleCharacters(one)),
    0,
  );
}

function blocksOf(surface: Surface, min: number): ReturnType<typeof list> {
  return list(byType(only(BLOCKS, ...BLOCKS_ON[surface])), BLOCKS_MAX[surface], min);
}

function uniqueBlocks(blocks: readonly JsonObject[], pointer: string, found: Problem[]): void {
  const seen = new Set<string>();
  for (const [index, { block_id: id }] of blocks.entries()) {
    if (typeof id !== 'string' || id === '') continue;
    if (seen.has(id))
      found.push({ message: `\`block_id\` "${id}" already exists`, pointer: `${pointer}/${index}/block_id` });
    seen.add(id);
  }
}

function uniqueActions(blocks: readonly JsonObject[], pointer: string, found: Problem[]): void {
  for (const [index, block] of blocks.entries()) {
    const seen = new Set<string>();
    for (const { element, path } of placedElements([block])) {
      const id = element['action_id'];
      if (typeof id !== 'string' || id === '') continue;
      const at = `${pointer}/${index}/${path}/action_id`;
      if (seen.has(id)) found.push({ message: `\`action_id\` "${id}" already exists`, pointer: at });
      seen.add(id);
    }
  }
}

function messageBudgets(blocks: readonly JsonObject[], pointer: string, found: Problem[]): void {
  const ofType = (...types: readonly string[]): readonly JsonObject[] =>
    blocks.filter(({ type }) => types.includes(textOf(type)));
  const add = (broken: boolean, message: string): void => {
    if (broken) found.push({ message, pointer });
  };
  add(ofType('table').length > 1, 'only one table allowed');
  add(
    ofType('data_visualization').length > CHARTS_MAX,
    `no more than ${CHARTS_MAX} data_visualization blocks allowed`,
  );
  add(
    ofType('plan').length > 0 && ofType('task_card').length > 0,
    'plan and task_card cannot stand in one message',
  );
  const cells = visibleCharacters(ofType('table', 'data_table').map(({ rows }) => rows));
  add(cells > TABLE_CHARACTERS_MAX, `tables must be less than ${TABLE_CHARACTERS_MAX + 1} characters`);
  const markdown = visibleCharacters(ofType('markdown'));
  add(markdown > MARKDOWN_MAX, `markdown must be less than ${MARKDOWN_MAX + 1} characters`);
}
