import type { JsonObject } from '../state/json-object.ts';
import { isJsonObject, objectsOf } from '../state/json-object.ts';
import type { Field } from './check.ts';
import { anything, boolean, must, object, oneOf, string } from './check.ts';
import { ID, plainText } from './composition.ts';
import { validateBlocks } from './validate-blocks.ts';
import type { Problem, Verdict } from './verdict.ts';
import { GOOD } from './verdict.ts';

/** 250 kB. */
const VIEW_BYTES_MAX = 250_000;
const TITLE_MAX = 24;
const PRIVATE_METADATA_MAX = 3_000;

const COMMON: Readonly<Record<string, Field>> = {
  blocks: must(anything),
  private_metadata: string(PRIVATE_METADATA_MAX),
  callback_id: ID,
  external_id: ID,
};
const MODAL = object({
  ...COMMON,
  type: must(oneOf('modal')),
  title: must(plainText(TITLE_MAX)),
  close: plainText(TITLE_MAX),
  submit: plainText(TITLE_MAX),
  clear_on_close: boolean,
  notify_on_close: boolean,
});
const HOME = object({ ...COMMON, type: must(oneOf('home')) });

/** What Slack would say of a view; problems point into `/view`. */
export function validateView(view: unknown, surface: 'modal' | 'home'): Verdict {
  if (!isJsonObject(view)) return broken([{ message: 'must provide an object', pointer: '/view' }]);
  if (Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES_MAX) {
    return { ok: false, error: 'view_too_large', problems: [] };
  }
  const found: Problem[] = [];
  (surface === 'modal' ? MODAL : HOME)(view, '/view', found);
  if (view['blocks'] !== undefined) found.push(...validateBlocks(view['blocks'], surface, '/view/blocks'));
  if (surface === 'modal' && needsSubmit(view)) {
    found.push({ message: 'must define `submit` to use an `input` block in modals', pointer: '/view' });
  }
  return found.length > 0 ? broken(found) : GOOD;
}

function needsSubmit(view: JsonObject): boolean {
  return !view['submit'] && objectsOf(view['blocks']).some(({ type }) => type === 'input');
}

function broken(problems: readonly Problem[]): Verdict {
  return { ok: false, error: 'invalid_arguments', problems };
}
