import { expect, test } from 'vitest';
import { announceRollout } from '../../src/app/announce-rollout.ts';
import { ALONE } from '../../src/app/speaking-turn.ts';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { aShop } from './a-shop.ts';

/** A rollout whose first node was replaced while nobody told anybody. */
async function anUntoldNode(): Promise<SmallCompany> {
  const company = await aShop();
  await company.approve();
  await company.announce();
  company.slackAnswers = false;
  await company.run(({ results }) => results.length === 1);
  return company;
}

const pace = { waitMs: () => 0, drawn: () => undefined };

test('an engine that slept before a word says nothing, and leaves its successor’s record alone', async () => {
  const company = await aShop();
  await company.type('UANN', 'prod workers');
  const { threads, chat, ports, settings } = company;
  let leading = true;
  const turn = { ...ALONE, leads: () => leading };
  const save = threads.save.bind(threads);
  // The record that a line is about to be told takes so long that another engine leads when it is written.
  threads.save = async (group, thread) => {
    await save(group, thread);
    if (thread.telling !== undefined && thread.telling > 0) leading = false;
  };
  await announceRollout(ports, settings, pace, turn);
  const [before, record] = [chat.messages.length, await threads.read('workers')];
  expect(leading).toBe(false);
  expect(before).toBe(1);

  await announceRollout(ports, settings, pace, turn);

  expect(chat.messages).toHaveLength(before);
  expect(await threads.read('workers')).toEqual(record);
});

test('an engine that took over lets the word of its predecessor arrive before it says that word itself', async () => {
  const company = await anUntoldNode();
  const { threads, chat, ports, settings } = company;
  const before = await threads.read('workers');
  const next = (before?.toldUpTo ?? 0) + 1;
  if (before) await threads.save('workers', { ...before, telling: next });
  const said = (): number =>
    chat.messages.filter(({ key }) => key === `${company.rollout.id}.${next}`).length;

  const outcome = await announceRollout(ports, settings, pace, { ...ALONE, othersHeardMs: () => 4_000 });
  expect(outcome).toEqual({ kind: 'later', afterMs: 4_000 });
  expect(said()).toBe(0);

  await announceRollout(ports, settings, pace);
  expect(said()).toBe(1);
});

test('a halted rollout that comes back after its rollback was rejected goes on where its conversation stood', async () => {
  const company = await aShop();
  await company.approve();
  await company.run(({ results }) => results.length === 1);
  company.slots.pullBrake('workers');
  await company.run();
  company.slots.liftBrake('workers');
  const { id } = company.rollout;
  const told = (): readonly string[] =>
    company.chat.messages.map(({ key }) => key).filter((key) => key.startsWith(id));
  await company.press('UANN', 'rollback');
  await company.announce();
  const before = told();

  await company.press('UBOB', 'reject');
  await company.run();

  expect(company.rollout.id).toBe(id);
  expect(new Set(told()).size).toBe(told().length);
  expect(told().slice(0, before.length)).toEqual(before);
});

test('a channel that takes nothing hears nothing: no line counts as told, the root stays, and later each is said once', async () => {
  const company = await anUntoldNode();
  const { threads, chat, ports, settings } = company;
  const [before, root] = [await threads.read('workers'), chat.messages[0]?.ts];

  for (let tries = 0; tries < 3; tries++) {
    chat.troubles.push({ kind: 'closed', error: 'is_archived' });
    expect(await announceRollout(ports, settings, pace)).toMatchObject({ kind: 'later' });
  }
  expect(await threads.read('workers')).toMatchObject({ toldUpTo: before?.toldUpTo, rootTs: root });

  const update = chat.update.bind(chat);
  chat.update = async () => Promise.resolve({ kind: 'closed', error: 'token_revoked' });
  expect(await announceRollout(ports, settings, pace)).toMatchObject({ kind: 'later' });
  chat.update = update;
  await company.announce();

  const keys = chat.messages.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(chat.messages.filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
  expect((await threads.read('workers'))?.toldUpTo).toBe(company.rollout.story.at(-1)?.n);
});
