import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { aWindow, be, hasChromium, type, useBrowser } from './a-page.ts';
import { useRealSandbox } from './a-real-sandbox.ts';

/** World seconds a real second: quick, and slow enough for a busy machine. */
const SPEED = 30;

/** Real ms that a rollout of two nodes may take: some ten world minutes, and a machine that does other things too. */
const ROLLOUT_MAX_MS = 150_000;

/** Real ms of a whole story, with a start of the world in it. */
const STORY_MAX_MS = 300_000;

/** The new image's letter in the legend; the old one is A. */
const NEW = 'B';

/** What the thread keeps of an approval. */
const VOTE = /approved plan \w+ \(1 of 1\)/;

useBrowser();
const sandbox = hasChromium ? useRealSandbox('--scenario', 'small', '--speed', String(SPEED)) : undefined;

async function openSandbox(): Promise<Page> {
  return aWindow(sandbox?.address() ?? '');
}

/** A scenario chosen from the menu, once its world stands. */
async function choose(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: /^Scenario:/ }).click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${title}`) }).click();
  await page.getByText('Building the world…').waitFor();
  await page.getByText('Building the world…').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: `Scenario: ${title}` }).waitFor();
}

/** Ann asks, Bob approves. */
async function start(page: Page): Promise<void> {
  await be(page, 'Ann Archer');
  await type(page, '/patch prod workers');
  await page.getByRole('button', { name: /^Approve:/ }).waitFor();
  await be(page, 'Bob Baker');
  await page.getByRole('button', { name: /^Approve:/ }).click();
  await page.getByRole('button', { name: /^Pause:/ }).waitFor();
}

async function untilSucceeded(page: Page): Promise<void> {
  const heading = page.getByRole('log', { name: 'Messages' }).getByRole('heading', { name: /SUCCEEDED/ });
  await heading.waitFor({ state: 'attached', timeout: ROLLOUT_MAX_MS });
}

/** The last instance is out of the group before the cluster has taken its node away. */
async function untilOnlyNew(page: Page): Promise<void> {
  await expect
    .poll(async () => page.locator('.node .ami').allTextContents(), { timeout: 30_000 })
    .toEqual([NEW, NEW]);
}

describe.skipIf(!hasChromium)('the page with the real drover', { timeout: STORY_MAX_MS }, () => {
  it('plays the main job: a typo, a refused approval, four eyes, a rollout to its report', async () => {
    const page = await openSandbox();
    const log = page.getByRole('log', { name: 'Messages' });

    await type(page, '/patch prod worker');
    await log.getByText('There is no node group "worker" in prod.').waitFor();
    await log.getByText('/patch prod workers').waitFor();

    await type(page, '/patch prod workers');
    const approve = page.getByRole('button', { name: /^Approve:/ });
    await log.getByRole('heading', { name: /AWAITING_APPROVAL/ }).waitFor();
    await log.getByText('0 blockers').first().waitFor();
    await approve.click();
    await log.getByText('You asked for it, and four eyes are needed.').waitFor();

    await be(page, 'Bob Baker');
    await approve.dblclick();
    await page.getByRole('button', { name: /^Pause:/ }).waitFor();
    await log.getByRole('button', { name: /repl/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText(VOTE).waitFor();
    await page.getByText('cordoned', { exact: true }).first().waitFor();

    await untilSucceeded(page);
    const report = thread.getByRole('table');
    await report.waitFor();
    const amis = await report.getByRole('cell', { name: /^ami-/ }).allTextContents();
    expect(amis).toHaveLength(2);
    expect(new Set(amis).size).toBe(1);
    expect(await thread.getByText(VOTE).count()).toBe(1);
    await untilOnlyNew(page);
    expect(await page.getByText(/^0 failed of/).count()).toBe(1);
  });

  it('shows a blocked start from the menu, then a second rollout that a change of speed does not disturb', async () => {
    const page = await openSandbox();

    await choose(page, 'A budget that allows nothing');
    await type(page, '/patch prod workers');
    await page.getByRole('heading', { name: /BLOCKED/ }).waitFor();
    await page.getByText('shop/cart').first().waitFor();
    expect(await page.getByRole('button', { name: /^Approve:/ }).count()).toBe(0);

    await choose(page, 'A very small cluster');
    await start(page);
    await page.getByText('cordoned', { exact: true }).first().waitFor();
    await page.getByRole('slider', { name: 'Speed' }).press('ArrowRight');
    await page.getByRole('button', { name: /^drover (stops|starts|is not running)/ }).waitFor();
    await page.getByRole('button', { name: 'drover runs' }).waitFor();
    await page.getByText('50×').waitFor();

    await untilSucceeded(page);
    await untilOnlyNew(page);
  });
});
