import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Node } from '../../../src/sandbox/controllers/kinds/node.ts';
import type { SmallWorld } from '../control/a-small-world.ts';
import { aPage, hasChromium, useBrowser } from './a-page.ts';

useBrowser();

const card = (page: Page, name: string) => page.getByRole('article', { name: new RegExp(`^${name},`) });

/** Six pods on two ready nodes. */
async function untilUp(page: Page): Promise<void> {
  await page.getByText('2 of 2 nodes ready').waitFor();
  await expect.poll(() => page.locator('.node .tile[data-state=ready]').count()).toBe(6);
}

function cordon(world: SmallWorld, name: string): void {
  world.cluster.edit<Node>('nodes', undefined, name, ({ spec }) => {
    spec.unschedulable = true;
  });
}

/** Controls that a screen reader could not tell apart, as the browser's own accessibility tree has them. */
async function nameless(page: Page): Promise<readonly string[]> {
  const tree = await page.locator('body').ariaSnapshot();
  const control = /^\s*- (button|textbox|combobox|slider|radio|checkbox|tab|separator|dialog|img)\b(?! ")/;
  expect(tree.split('\n').length).toBeGreaterThan(30);
  return tree.split('\n').filter((line) => control.test(line));
}

describe.skipIf(!hasChromium)('the cluster on the page', () => {
  it('shows nodes in their zones, a cordon, and pods that find another place', async () => {
    const { page, control } = await aPage();
    await untilUp(page);
    const world = control.world();
    const [first] = world.cluster.list<Node>('nodes');
    const name = first?.metadata.name ?? '';
    const short = name.split('.')[0] ?? '';
    expect(await page.getByRole('region', { name: /^Zone eu-west-1/ }).count()).toBe(2);

    cordon(world, name);
    await card(page, short).getByText('cordoned').waitFor();
    for (const { metadata, spec } of world.cluster.list<{ spec: { nodeName?: string } } & Node>('pods'))
      if (spec.nodeName === name) world.cluster.delete('pods', metadata.namespace, metadata.name);

    await card(page, short).getByText('empty').waitFor();
    await expect.poll(() => page.locator('.node:not(.cordoned) .tile[data-state=ready]').count()).toBe(6);
  });

  it('is calm while no request fails, and says loudly which ones did', async () => {
    const { page, control } = await aPage();
    const { services } = control.world().traffic;
    services['shop/web'] = { ok: 1000, failed: 0 };
    const requests = page.getByRole('region', { name: 'Requests' });
    await requests.getByText('0 failed of 1,000').waitFor();
    expect(await requests.getByRole('status').getAttribute('class')).toBe('sum calm');

    services['shop/web'] = { ok: 1999, failed: 1 };
    await requests.getByText('1 failed of 2,000').waitFor();
    expect(await requests.getByRole('status').getAttribute('class')).toBe('sum loud');
    // Never rounded up to all.
    await requests.getByText('99.95 %').waitFor();
  });

  it('tells what drover just did, and refusals as refusals', async () => {
    const { page, control } = await aPage();
    const { effects, clock } = control.world();
    const evicted = { actor: 'drover-engine', verb: 'create pods/eviction', uid: 'u', at: clock.now() };

    effects.record({ ...evicted, object: 'Pod/shop/web-1', status: 201 });
    effects.record({ ...evicted, object: 'Pod/shop/web-2', status: 429 });

    const list = page.getByRole('list', { name: 'Effects, newest first' });
    await list.getByText('shop/web-1').waitFor();
    await expect.poll(() => list.locator('.refused').allTextContents()).toHaveLength(1);
    expect(await list.locator('.refused').textContent()).toContain('shop/web-2');
  });

  it('is another half of a narrow window', async () => {
    const { page } = await aPage({ context: { viewport: { width: 800, height: 900 } } });
    const cluster = page.getByRole('heading', { name: 'Cluster' });
    expect(await cluster.isVisible()).toBe(false);

    await page.getByRole('tab', { name: 'Cluster' }).click();

    await cluster.waitFor();
    expect(await page.getByRole('combobox', { name: /^Message #/ }).isVisible()).toBe(false);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('has names for all its controls, landmarks, and a theme that is kept', async () => {
    const { page } = await aPage();
    await untilUp(page);
    expect(await nameless(page)).toEqual([]);
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await page.getByRole('navigation').count()).toBe(1);

    await page.getByRole('button', { name: 'Theme: as the system' }).click();
    const ground = async (): Promise<string> =>
      page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.reload();
    await page.getByRole('button', { name: 'Theme: dark' }).click();
    expect(await ground()).not.toBe(dark);
  });

  it('says what one is looking at, and is left by Escape', async () => {
    const { page } = await aPage();
    await page.getByRole('button', { name: 'What am I looking at?' }).click();
    const dialog = page.getByRole('dialog', { name: 'What am I looking at?' });
    await dialog.getByText('A cordoned node').waitFor();

    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
  });

  it('says when the sandbox is out of reach, and when drover is down', async () => {
    const { page, control } = await aPage({ expectedComplaints: /ERR_|Failed to load|EventSource/ });
    control.drover.state = 'crashed';
    await page.getByRole('button', { name: 'drover crashed' }).waitFor();

    await control.close();
    const pill = page.getByRole('button', { name: 'sandbox out of reach' });
    await expect.poll(() => pill.count(), { timeout: 10_000 }).toBe(1);
  });
});
