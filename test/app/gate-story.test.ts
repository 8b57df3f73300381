import { describe, expect, it } from 'vitest';
import type { SmallCompany } from '../fakes/a-small-company.ts';
import { MemoryMetrics } from '../fakes/ports/memory-metrics.ts';
import { aShop, deeds } from './a-shop.ts';

describe('a rollout that is judged by metrics', () => {
  it('replaces every node when nothing got worse, and says nothing of a missing source', async () => {
    const { company, metrics } = await aWatchedShop();
    const rollout = await company.run();

    expect(rollout.phase).toBe('succeeded');
    expect(rollout.report?.notJudged.join('\n')).not.toContain('no metrics source');
    expect(JSON.stringify(company.chat.messages)).toMatch(
      /"title":"Errors, % · shop\/\w+".*"name":"limit".*looks in \d+ min, █ is/,
    );
    expect(rollout.gate).toMatchObject({ source: 'metrics in memory', scrapeMs: 15_000 });
    expect(metrics.asked.every(({ namespace, pods }) => namespace === 'shop' && pods.length > 0)).toBe(true);
  });

  it('halts when pods on patched nodes fail more often than the others, with the numbers', async () => {
    const { company, metrics, oldNodes } = await aWatchedShop();
    metrics.errorShare = async (pod) => ((await nodeOf(company, pod, oldNodes)) === 'patched' ? 0.1 : 0.002);
    const rollout = await company.run(({ phase }) => phase === 'halted');

    expect(rollout.phase).toBe('halted');
    expect(rollout.halt?.reasons.join()).toMatch(
      /Deployment\/shop\/\w+: errors 10 % .* on patched nodes, 0\.\d+ % .* on the others, 4 evaluations in a row \(rule F\)/,
    );
    const cards = JSON.stringify(company.chat.messages);
    expect(cards).toMatch(/Deployment\/shop\/\w+, errors, \d+ looks in \d+ min, █ is 10 %/);
    expect(cards).toMatch(/patched [·▁]*█+ 10 %/);
    expect(cards).toMatch(/others {2}▁+ 0\.20 %/);
    expect(rollout.halt?.nodeIs).toBe('returned');
    expect(cards).toContain(': given back, its instance was kept');
  });

  it('says of a node whose instance had ended before the halt that it was replaced and not passed', async () => {
    const { company, metrics, oldNodes } = await aWatchedShop();
    await company.run(({ results }) => results.length === 1);
    metrics.errorShare = async (pod) => ((await nodeOf(company, pod, oldNodes)) === 'patched' ? 0.1 : 0.002);
    const rollout = await company.run(({ phase }) => phase === 'halted');

    expect(rollout.halt).toMatchObject({ cause: 'gate', nodeIs: 'ended' });
    const cards = JSON.stringify(company.chat.messages);
    expect(cards).toContain('HALTED with 1 of 3 nodes patched, one more replaced and not passed: ');
    expect(cards).toContain('1 untouched or given back. Needs a decision.');
    expect(cards).toContain('*Patched*\\n1 (and 1 not passed)');
    expect(cards).toContain('done 1 · in work 0 · waiting 1 · skipped 0 · not passed 1');
  });

  it('shows whoever approves what requests will be judged by, and what will not be judged', async () => {
    const { company, metrics } = await aWatchedShop();
    expect(company.rollout.plan?.gate).toEqual([
      'http_requests_total by code for 2 workloads',
      'alerts are not judged: nobody wants to know',
      'CPU of nodes is not judged: this source knows no nodes',
    ]);
    const bare = await aShop();
    await bare.approve();
    expect(bare.rollout.plan?.gate).toEqual(['requests are not judged: no metrics source is configured']);

    const dark = await aShop();
    metrics.away = 'nobody listens';
    Object.assign(dark.ports, { metrics });
    await dark.approve();
    expect(dark.rollout.plan?.gate).toEqual(['metrics in memory cannot be asked now: nobody listens']);
  });

  it('tells whoever asks how the window stands', async () => {
    const { company } = await aWatchedShop();
    await company.run(({ active }) => active?.stage === 'judging' && active.looks.valid > 4);

    expect(await company.type('UDAN', 'status')).toMatch(
      /Deployment\/shop\/\w+: errors 0\.20 % \(\d of [\d,]+ requests\) on patched nodes, errors 0\.20 % .* on the others/,
    );
  });

  it('asks a person and halts nothing when all pods fail alike', async () => {
    const { company, metrics } = await aWatchedShop();
    await company.run(({ results }) => results.length === 1);
    metrics.errorShare = async () => Promise.resolve(0.1);
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.halt).toBeUndefined();
    expect(rollout.problem).toMatchObject({ kind: 'gate-undecided' });
    expect(rollout.problem?.message).toContain('nothing is rolled back');
  });

  it('asks a person when an alert fires that did not before, and not for those that did', async () => {
    const { company, metrics } = await aWatchedShop(['CartIsSlow']);
    await company.run(({ active }) => active?.stage === 'judging');
    expect(company.rollout.plan?.gate).toContain('new alerts pause; not those that fire already: CartIsSlow');
    metrics.firing = ['CartIsSlow', 'CartIsDown'];
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.halt).toBeUndefined();
    expect(rollout.problem?.message).toContain('CartIsDown fires, and did not when the node was claimed');
    expect(rollout.problem?.message).not.toContain('CartIsSlow');

    metrics.firing = ['CartIsSlow'];
    await company.press('UANN', 'resume');
    expect((await company.run()).phase).toBe('succeeded');
  });

  it('asks a person when a patched node stays busy as no other is, and halts nothing', async () => {
    const { company, metrics } = await aWatchedShop();
    const planned = company.rollout.plan?.nodes.map(({ name }) => name) ?? [];
    metrics.busyShare = async (node) => Promise.resolve(planned.includes(node) ? 0.4 : 0.99);
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.halt).toBeUndefined();
    expect(rollout.problem?.message).toMatch(/CPU busy 99 %, 40 % on the other nodes/);
  });

  it('begins no node while it cannot be known how its workloads are, and asks a person in the end', async () => {
    const { company, metrics } = await aWatchedShop();
    metrics.away = 'nobody listens';
    const rollout = await company.run();

    expect(rollout.phase).toBe('paused');
    expect(rollout.problem).toMatchObject({ kind: 'metrics-unavailable' });
    expect(rollout.problem?.message).toContain('nobody listens');
    expect(deeds(company, 'evict')).toEqual([]);
  });

  it('never passes a window in which the source was away, and goes on when it is back', async () => {
    const { company, metrics } = await aWatchedShop();
    await company.run(({ active }) => active?.stage === 'judging');
    metrics.away = 'nobody listens';
    await company.run(({ active }) => (active?.looks.valid ?? 0) > 30);
    expect(company.rollout.results).toEqual([]);
    expect(company.rollout.active?.stage).toBe('judging');

    metrics.away = undefined;
    expect((await company.run()).phase).toBe('succeeded');
  });
});

interface Watched {
  readonly company: SmallCompany;
  readonly metrics: MemoryMetrics;
  readonly oldNodes: ReadonlySet<string>;
}

async function aWatchedShop(firing?: readonly string[]): Promise<Watched> {
  const company = await aShop();
  const metrics = new MemoryMetrics();
  metrics.firing = firing;
  Object.assign(company.ports, { metrics });
  const nodes = await company.world.cluster.list('nodes');
  await company.approve();
  return { company, metrics, oldNodes: new Set(nodes.map(({ metadata }) => metadata.uid)) };
}

async function nodeOf(
  { world }: SmallCompany,
  pod: string,
  oldNodes: ReadonlySet<string>,
): Promise<'patched' | 'old'> {
  const [pods, nodes] = await Promise.all([world.cluster.list('pods'), world.cluster.list('nodes')]);
  const name = pods.find(({ metadata }) => metadata.name === pod)?.spec.nodeName;
  const node = nodes.find(({ metadata }) => metadata.name === name);
  return node && oldNodes.has(node.metadata.uid) ? 'old' : 'patched';
}
