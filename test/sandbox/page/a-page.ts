import { accessSync, constants } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import type { ControlAtHand, ControlWishes } from '../control/a-control.ts';
import { aControl } from '../control/a-control.ts';

/** Debian's own, and where others put it. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const executablePath = PLACES.find((path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

/** Tests of the page are skipped where this is false; the notice says so. */
export const hasChromium = executablePath !== undefined;
if (!hasChromium) console.warn(`the page is not tested: no Chromium at ${PLACES.join(', ')}`);

let browser: Browser | undefined;

/** To be called once in a file: one browser for all of its tests. */
export function useBrowser(): void {
  beforeAll(async () => {
    if (executablePath !== undefined) browser = await chromium.launch({ executablePath, args: FLAGS });
  });
  afterAll(() => browser?.close());
}

export interface PageAtHand {
  readonly page: Page;
  readonly control: ControlAtHand;
}

export interface PageWishes extends ControlWishes {
  readonly context?: BrowserContextOptions;
  /** Complaints of the browser that the test wants: an address it makes fail on purpose. */
  readonly expectedComplaints?: RegExp;
}

/** The page of a small world, open in a window of its own. At the end nothing may have gone wrong in the browser. */
export async function aPage({ context, expectedComplaints, ...world }: PageWishes = {}): Promise<PageAtHand> {
  const control = await aControl(world);
  const page = await aWindow(control.page, {
    ...(context ? { context } : {}),
    ...(expectedComplaints ? { expectedComplaints } : {}),
  });
  return { page, control };
}

/** A sandbox's address, open in a window of its own. At the end nothing may have gone wrong in the browser. */
export async function aWindow(
  address: string,
  { context: wishes, expectedComplaints }: Pick<PageWishes, 'context' | 'expectedComplaints'> = {},
): Promise<Page> {
  if (!browser) throw new Error('useBrowser() must be called in this file');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...wishes });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  onTestFinished(async () => {
    await context.close();
    expect(complaints.filter((one) => !expectedComplaints?.test(one))).toEqual([]);
  });
  await page.goto(address);
  await page.getByRole('heading', { name: 'ops-prod' }).waitFor();
  return page;
}

/** What the person of this window types into the channel and sends. */
export async function type(page: Page, text: string): Promise<void> {
  const box = page.getByRole('combobox', { name: /^Message #/ });
  await box.fill(text);
  await box.press('Enter');
}

/** The window becomes another person's. */
export async function be(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name }).check({ force: true });
}
