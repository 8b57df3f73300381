import { expect, test } from 'vitest';
import { announceRollout } from '../../src/app/announce-rollout.ts';
import { aShop } from './a-shop.ts';

const pace = { waitMs: () => 0, drawn: () => undefined };

test('an engine that slept before a word says nothing, and leaves its successor’s record alone', async () => {
  const company = await aShop();
  await company.type('UANN', 'prod workers');
  const { threads, chat, ports, settings } = company;
  let leading = true;
  const save = threads.save.bind(threads);
  // The record that a line is about to be told takes so long that another engine leads when it is written.
  threads.save = async (group, thread) => {
    await save(group, thread);
    if (thread.telling !== undefined && thread.telling > 0) leading = false;
  };
  await announceRollout(ports, settings, pace, () => leading);
  const [before, record] = [chat.messages.length, await threads.read('workers')];
  expect(leading).toBe(false);
  expect(before).toBe(1);

  await announceRollout(ports, settings, pace, () => leading);

  expect(chat.messages).toHaveLength(before);
  expect(await threads.read('workers')).toEqual(record);
});
