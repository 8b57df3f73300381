import { describe, expect, it } from 'vitest';
import { aPage, be, hasChromium, type, useBrowser } from './a-page.ts';
import { aStandInApp } from './a-stand-in-app.ts';

useBrowser();

describe.skipIf(!hasChromium)('Slack on the page', () => {
  it('plays four eyes: a person asks, is refused as their own approver, another one approves, the thread fills', async () => {
    const { page, control } = await aPage();
    await aStandInApp(control.world().slack);
    const hint = page.locator('.hint-strip');
    const log = page.getByRole('log', { name: 'Messages' });

    await hint.getByRole('button', { name: 'Type it for me' }).click();
    await page.keyboard.press('Enter');
    await log.getByText('R-1: planning prod/workers.').waitFor();
    expect(await log.getByText('Only visible to you').count()).toBe(1);
    await log.getByRole('heading', { name: /AWAITING_APPROVAL/ }).waitFor();
    await expect.poll(() => hint.textContent()).toContain('Ann asked for it and will be refused');

    await log.getByRole('button', { name: 'Approve' }).click();
    const dialog = page.getByRole('dialog', { name: 'Approve R-1?' });
    await dialog.getByRole('button', { name: 'No' }).click();
    await dialog.waitFor({ state: 'detached' });
    await log.getByRole('button', { name: 'Approve' }).click();
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await log.getByText('You asked for it.').waitFor();

    await hint.getByRole('button', { name: 'Be Bob' }).click();
    await expect.poll(() => page.getByRole('radio', { name: 'Bob Baker' }).isChecked()).toBe(true);
    await expect.poll(() => log.getByText('Only visible to you').count()).toBe(0);
    await log.getByRole('button', { name: 'Approve' }).click();
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await log.getByRole('heading', { name: /RUNNING/ }).waitFor();
    await expect.poll(() => log.getByText('(edited)').count()).toBe(1);

    await log.getByRole('button', { name: /2 replies/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('@Bob Baker approved').waitFor();
    await thread.getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press('Escape');
    await thread.getByRole('button', { name: 'Close thread' }).click();
    await thread.waitFor({ state: 'hidden' });
    await log.getByText('replied to a thread').waitFor();
  });

  it('completes commands by keyboard and remembers them', async () => {
    const { page, control } = await aPage();
    await aStandInApp(control.world().slack);
    const box = page.getByRole('combobox', { name: /^Message #/ });
    const list = page.getByRole('listbox', { name: 'Commands' });

    await box.pressSequentially('/pa');
    await expect.poll(() => list.getByRole('option').count()).toBe(4);
    expect(await box.getAttribute('aria-expanded')).toBe('true');
    await box.press('Tab');
    expect(await box.inputValue()).toBe('/patch ');
    await box.press('ArrowDown');
    await box.press('ArrowDown');
    await box.press('Enter');
    expect(await box.inputValue()).toBe('/patch prod workers --dry-run');
    await box.press('Escape');
    await box.press('Enter');
    await expect.poll(() => box.inputValue()).toBe('');

    await box.press('ArrowUp');
    expect(await box.inputValue()).toBe('/patch prod workers --dry-run');
    await box.press('ArrowDown');
    expect(await box.inputValue()).toBe('');
  });

  it('shows a modal with its errors, keeps what was typed, and goes a level deeper and back', async () => {
    const { page, control } = await aPage();
    const { submitted } = await aStandInApp(control.world().slack);
    await type(page, '/patch prod workers');
    await page.getByRole('button', { name: 'Full report' }).click();
    const modal = page.getByRole('dialog', { name: 'Preflight report' });

    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.getByText('Please complete this required field.').waitFor();
    await modal.getByRole('textbox', { name: 'Reason' }).fill('abc');
    await modal.getByRole('combobox', { name: 'Pace' }).selectOption('Fast');
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.getByText('Say at least five letters.').waitFor();
    const reason = modal.getByRole('textbox', { name: 'Reason' });
    expect(await reason.inputValue()).toBe('abc');
    expect(await reason.getAttribute('aria-invalid')).toBe('true');
    expect(await reason.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);

    await modal.getByRole('button', { name: 'More' }).click();
    const deeper = page.getByRole('dialog', { name: 'More' });
    await deeper.getByText('All of it.').waitFor();
    await deeper.getByRole('button', { name: 'Back' }).click();
    expect(await modal.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('abc');
    await modal.getByRole('textbox', { name: 'Reason' }).fill('CVE-2026-1');
    await page.keyboard.press('Enter');
    await modal.waitFor({ state: 'hidden' });
    expect(submitted).toMatchObject([
      { reason: { text: { value: 'CVE-2026-1' } }, pace: { pace: { selected_option: { value: 'fast' } } } },
    ]);
  });

  it('closes a modal with Escape, and shows it again to nobody else', async () => {
    const { page, control } = await aPage();
    await aStandInApp(control.world().slack);
    await type(page, '/patch prod workers');
    await page.getByRole('button', { name: 'Full report' }).click();
    const modal = page.getByRole('dialog', { name: 'Preflight report' });
    await modal.waitFor();

    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'hidden' });
    expect((await control.get<{ modals: object[] }>('views?user=ann')).body.modals).toEqual([]);
  });

  it('shows what Slack shows when the app does not answer', async () => {
    const { page, control } = await aPage({ ackLimitMs: 150 });

    await type(page, '/patch status');
    const log = page.getByRole('log', { name: 'Messages' });
    await log.getByText('/patch failed with the error "dispatch_failed"').waitFor();
    await log.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => log.getByText('dispatch_failed').count()).toBe(0);

    await aStandInApp(control.world().slack);
    await type(page, '/patch prod workers');
    await log.getByRole('button', { name: 'Crash' }).click();
    await log.getByRole('alert').getByText('operation_timeout').waitFor();
  });

  it('says itself what its own client would not do', async () => {
    const { page } = await aPage();

    await type(page, '/deploy now');

    const refusal = page.getByRole('log', { name: 'Messages' }).getByText('/deploy is not a valid command.');
    await refusal.waitFor();
    expect(await refusal.count()).toBe(1);
  });

  it('draws hostile words as words', async () => {
    const { page, control } = await aPage();
    await aStandInApp(control.world().slack);
    let isRun = false;
    await page.exposeFunction('hostile', () => (isRun = true));
    const words = '<img src=x onerror=hostile()> <b>bold</b> javascript:hostile()';

    await type(page, words);
    await type(page, '/patch nonsense');

    const log = page.getByRole('log', { name: 'Messages' });
    await log.getByText(words).waitFor();
    await log.getByText('<script>alert(1)</script>').waitFor();
    expect(await log.locator('img, script, b').count()).toBe(0);
    expect(isRun).toBe(false);
  });

  it('marks channels and people for whom something waits, and gives notice of it', async () => {
    const { page, control } = await aPage();
    await control.post('say', { user: 'bob', channel: 'ops-staging', text: 'look, <@U0ANN000000>' });

    const channel = page.getByRole('navigation').getByRole('button', { name: /ops-staging/ });
    await expect.poll(() => channel.textContent()).toContain('1');
    await page.getByRole('status').getByText('Bob Baker in #ops-staging').click();
    await page.getByRole('heading', { name: 'ops-staging' }).waitFor();
    expect(await page.getByText('@Ann Archer').getAttribute('class')).toBe('mention me');

    await control.post('say', { user: 'ann', channel: 'ops-prod', text: 'please, <!subteam^S0APPROVERS>' });
    const bob = page.locator('.person').filter({ hasText: 'Bob Baker' });
    await expect.poll(() => bob.textContent()).toContain('1');
    await be(page, 'Bob Baker');
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /ops-prod/ })
      .click();
    await page.getByText('@sre-approvers').waitFor();
    await expect.poll(() => bob.textContent()).not.toContain('1');
  });

  it('lets a button be pressed while its message changes', async () => {
    const { page, control } = await aPage();
    await aStandInApp(control.world().slack);
    await type(page, '/patch prod workers');
    const button = page.getByRole('button', { name: 'Full report' });
    await button.waitFor();
    const { timeline } = control.world().slack.workspace;
    const [message] = timeline.all('C0OPSPROD00');
    if (!message) throw new Error('the app has posted nothing');

    await button.hover();
    await page.mouse.down();
    const added = { type: 'section', text: { type: 'plain_text', text: 'one more line' } };
    timeline.edit(message, { blocks: [...message.blocks, added] });
    await page.waitForTimeout(400);
    expect(await page.getByText('one more line').count()).toBe(0);
    await page.mouse.up();

    await page.getByRole('dialog', { name: 'Preflight report' }).waitFor();
    await page.getByText('one more line').waitFor();
  });

  it('shows each person their own channels, and the app’s home', async () => {
    const { page, control } = await aPage();
    await aStandInApp(control.world().slack);
    const channels = page.getByRole('navigation', { name: 'Workspace' });

    await be(page, 'Eve External');
    await page.getByRole('heading', { name: 'general' }).waitFor();
    expect(await channels.getByRole('button', { name: 'ops-prod' }).count()).toBe(0);

    await be(page, 'Ann Archer');
    await channels.getByRole('button', { name: 'drover' }).click();
    await page
      .getByRole('region', { name: 'App home' })
      .getByRole('heading', { name: 'Home of drover' })
      .waitFor();
  });

  it('begins a thread below any message, and calls the app in it', async () => {
    const { page, control } = await aPage();
    await aStandInApp(control.world().slack);
    await type(page, 'shall we?');
    const message = page.getByRole('article').filter({ hasText: 'shall we?' });

    await message.hover();
    await message.getByRole('button', { name: 'Reply in thread' }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    const box = thread.getByRole('combobox', { name: 'Reply…' });
    await box.fill('/patch status');
    await box.press('Enter');
    await page.getByText('/patch is not supported in threads. Sorry!').waitFor({ state: 'attached' });
    await box.fill('yes');
    await box.press('Enter');

    await thread.getByText('1 reply').waitFor();
    expect((await control.get<object[]>('messages?channel=ops-prod')).body).toHaveLength(2);
  });
});
