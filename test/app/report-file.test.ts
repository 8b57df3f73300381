import { describe, expect, it } from 'vitest';
import { aShop, codeIn } from './a-shop.ts';

describe('the report as a file', () => {
  it('goes into the thread of the rollout, whole and as plain text', async () => {
    const company = await aShop();
    await company.type('UANN', 'prod workers');
    await company.announce();

    const answer = await company.type('UDAN', 'report');

    const { id } = company.rollout;
    expect(answer).toContain(`The preflight report of ${id} is a file`);
    const [file] = company.chat.files;
    expect(file).toMatchObject({ channel: 'C1', name: `preflight-${id}.txt` });
    expect(file?.threadTs).toBe((await company.threads.read('workers'))?.rootTs);
    expect(file?.text).toContain(`prod/workers ${id}:`);
    expect(file?.text).toContain('checks passed');
  });

  it('is not there for an app without the right, which says what to do instead', async () => {
    const company = await aShop();
    company.chat.mayWriteFiles = false;
    await company.type('UANN', 'prod workers');

    const answer = await company.type('UANN', `report ${company.rollout.id}`);

    expect(codeIn(answer)).toBe('E-DEP');
    expect(answer).toContain('drover preflight prod workers');
  });
});
