import { describe, expect, it } from 'vitest';
import { chart } from '../slack/limit-table.ts';
import { aControl } from './a-control.ts';
import { call } from '../slack/a-call.ts';
import { PROD } from '../slack/a-slack.ts';

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

describe('a workspace that has no charts yet', () => {
  it('refuses messages with them by the name of the block, until it has them', async () => {
    const control = await aControl();
    const { slack } = control.world();
    const post = async () =>
      call(slack, 'chat.postMessage', { channel: PROD, text: 't', blocks: [chart({})] });

    expect(await control.post('workspace', { withoutBlocks: ['data_visualization'] })).toMatchObject({
      status: 200,
      body: { withoutBlocks: ['data_visualization'] },
    });
    expect(await post()).toMatchObject({
      ok: false,
      error: 'invalid_blocks',
      errors: ['unsupported type: data_visualization [json-pointer:/blocks/0/type]'],
    });
    await control.post('workspace', { withoutBlocks: [] });
    expect(await post()).toMatchObject({ ok: true });
    expect(await control.post('workspace', { withoutBlocks: 'chart' })).toMatchObject({ status: 400 });
  });

  it('lets the app write files once it has the scope, and shows the page pictures and nothing else', async () => {
    const control = await aControl();
    const { slack } = control.world();
    const announce = async (filename: string) =>
      call(slack, 'files.getUploadURLExternal', { filename, length: PNG.length });

    expect(await announce('a.png')).toMatchObject({ ok: false, error: 'missing_scope' });
    await control.post('workspace', { moreScopes: ['files:write'] });
    for (const [name, body] of [
      ['a.png', PNG],
      ['a.html', '<script>'],
    ] as const) {
      const { upload_url: url } = (await announce(name)) as unknown as { upload_url: string };
      await fetch(url, { method: 'POST', body });
    }
    const [picture, page] = slack.workspace.files.all().map(({ id }) => `${control.page}files/${id}`);

    const shown = await fetch(picture!);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(PNG);
    expect((await fetch(page!)).status).toBe(404);
  });
});
