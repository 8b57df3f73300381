import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/slack/state/json-object.ts';
import { isJsonObject, objectsOf } from '../../../src/sandbox/slack/state/json-object.ts';
import { aBoltApp } from '../slack/a-bolt-app.ts';
import { SAMPLE_MESSAGES } from '../slack/sample-messages.ts';
import type { PageAtHand } from './a-page.ts';
import { aPage, hasChromium, useBrowser } from './a-page.ts';
import { EVERY_BLOCK, EVERY_FIELD } from './every-block.ts';

const PROD = 'C0OPSPROD00';
const ANN = 'U0ANN000000';
const GOLDEN = new URL('../../adapters/slack/views/golden/', import.meta.url);

useBrowser();

/** Puts blocks before Ann as the app's message, past the limits: what they allow is not asked here. */
function post({ control }: PageAtHand, blocks: readonly JsonObject[], text = 'blocks'): void {
  const { workspace } = control.world().slack;
  const named = blocks.map((block, index) => ({ block_id: `block-${index}`, ...block }));
  workspace.timeline.post({ channel: PROD, user: workspace.bot.id, text, blocks: named });
}

/** Every message of the product's golden files, told by its file. */
function goldenMessages(): readonly (readonly [string, readonly JsonObject[]])[] {
  return readdirSync(GOLDEN).flatMap((name) => {
    const read: unknown = JSON.parse(readFileSync(new URL(name, GOLDEN), 'utf8'));
    const golden = isJsonObject(read) && isJsonObject(read['message']) ? read['message'] : read;
    return isJsonObject(golden) && golden['type'] === undefined
      ? [[name, objectsOf(golden['blocks'])] as const]
      : [];
  });
}

describe.skipIf(!hasChromium)('blocks on the page', () => {
  it('are drawn, every kind of them, and nothing is asked of servers elsewhere', async () => {
    const at = await aPage();
    const asked: string[] = [];
    at.page.on('request', (request) => asked.push(request.url()));

    post(at, EVERY_BLOCK);

    const message = at.page.locator('.channel article').last();
    await message.getByRole('heading', { name: 'Header' }).waitFor();
    expect(await message.getByText('not drawn').count()).toBe(0);
    expect(await message.locator('.block').count()).toBeGreaterThanOrEqual(EVERY_BLOCK.length);
    expect(await message.getByText('today 10:32').count()).toBe(1);
    expect(await message.getByRole('table').count()).toBe(2);
    expect(await message.locator('svg.chart').count()).toBe(4);
    // Three have axes; a pie has none.
    expect(await message.locator('svg.chart .axis').count()).toBe(3);
    expect(asked.filter((url) => !url.startsWith(at.control.page))).toEqual([]);
  });

  it('let a person leaf through a table', async () => {
    const at = await aPage();
    post(
      at,
      EVERY_BLOCK.filter(({ type }) => type === 'data_table'),
    );
    const { page } = at;

    await page.getByText('1 to 2 of 3').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('3 to 3 of 3').waitFor();
    expect(await page.getByRole('cell').allTextContents()).toEqual(['ip-3', 'ami-2']);
  });

  it('send what is chosen in an element of a message', async () => {
    const at = await aPage();
    const { page, control } = at;
    await aBoltApp(control.world().slack, 'socket', (app) => app.action(/./, async ({ ack }) => ack()));
    const wanted = ['static_select', 'radio_buttons', 'datepicker', 'multi_users_select', 'overflow'];
    const all = EVERY_BLOCK.find(({ type }) => type === 'actions');
    post(at, [
      {
        type: 'actions',
        elements: objectsOf(all?.['elements']).filter(({ type }) => wanted.includes(String(type))),
      },
    ]);
    const message = page.locator('.channel article').last();
    const sent = (): readonly unknown[] =>
      control.world().slack.courier.deliveries.flatMap(({ payload }) => objectsOf(payload['actions']));

    await message.locator('select').first().selectOption('b');
    await message.getByRole('radio', { name: 'A' }).check();
    await message.locator('input[type=date]').fill('2026-12-24');
    await message.getByText('Choose', { exact: true }).last().click();
    await message.getByRole('checkbox', { name: 'Bob Baker' }).check();
    await message.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitemradio', { name: 'B' }).click();

    await expect.poll(() => sent().length).toBe(5);
    expect(sent()).toMatchObject([
      { action_id: 's1', selected_option: { value: 'b' } },
      { action_id: 'c2', selected_option: { value: 'a' } },
      { action_id: 'd1', selected_date: '2026-12-24' },
      { action_id: 'm3', selected_users: ['U0BOB000000'] },
      { action_id: 'o1', selected_option: { value: 'b' } },
    ]);
  });

  it('make a form whose every field has a name and a value that is sent', async () => {
    const { page, control } = await aPage({ ackLimitMs: 100 });
    const { workspace, courier } = control.world().slack;
    const content = { type: 'modal', title: { text: 'Form' }, submit: { text: 'Send' }, blocks: EVERY_FIELD };

    workspace.views.open(ANN, content, EVERY_FIELD);
    const modal = page.getByRole('dialog', { name: 'Form' });
    await modal.getByRole('textbox', { name: 'Field t2' }).fill('typed');
    await modal.getByRole('combobox', { name: 'Field s1' }).selectOption('b');
    await modal.getByRole('textbox', { name: 'Field t6' }).fill('richly');
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.getByRole('alert').getByText('We had some trouble connecting. Try again?').waitFor();

    expect(await modal.getByText('not drawn').count()).toBe(0);
    const view = courier.deliveries.at(-1)?.payload['view'];
    const state = isJsonObject(view) && isJsonObject(view['state']) ? view['state']['values'] : {};
    expect(state).toMatchObject({
      'field-0': { s1: { selected_option: { value: 'b' } } },
      'field-17': { t2: { value: 'typed' } },
      'field-21': { t6: { rich_text_value: { elements: [{ elements: [{ text: 'richly' }] }] } } },
    });
  });

  it('of every golden message of the product, and of Slack’s samples, are drawn', async () => {
    const at = await aPage();
    const samples = Object.entries(SAMPLE_MESSAGES).map(
      ([name, { blocks }]) => [name, objectsOf(blocks)] as const,
    );
    const messages = [...goldenMessages(), ...samples];
    expect(messages.length).toBeGreaterThan(30);

    for (const [name, blocks] of messages) post(at, blocks, name);

    await expect
      .poll(() => at.page.locator('.channel article').count(), { timeout: 10_000 })
      .toBe(messages.length);
    expect(await at.page.locator('.unknown').allTextContents()).toEqual([]);
    expect(await at.page.locator('.channel article').first().locator('.badge').textContent()).toBe('APP');
  });
});
