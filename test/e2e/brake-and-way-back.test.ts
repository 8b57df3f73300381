import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/sandbox/kubernetes/object.ts';
import { performScenes } from '../../src/sandbox/play/perform-scenes.ts';
import { heard, shownPhase } from '../../src/sandbox/play/conversation.ts';
import { findProgram } from '../../src/sandbox/run/find-program.ts';
import type { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { PLACE } from '../../src/sandbox/scenarios/stage/place-names.ts';
import { startSmallHost } from './a-small-host.ts';
import { playIn } from './play-in.ts';

interface Node extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean };
}

const kubectl = findProgram('kubectl');
const SLOT = 'drover-workers';

describe.skipIf(!kubectl)('the brake outside Slack', () => {
  let host: SandboxHost;

  beforeAll(async () => {
    host = await startSmallHost();
  }, 120_000);

  afterAll(async () => host.close());

  async function annotate(mark: string): Promise<void> {
    const place = ['--kubeconfig', host.files.kubeconfig, '-n', PLACE.droverNamespace];
    await promisify(execFile)(kubectl ?? '', [...place, 'annotate', 'configmap', SLOT, mark]);
  }

  it('stops everything at once, says how to take it off, and the way back leads to the former image', async () => {
    const former = images();
    let pulled: Promise<void> | undefined;
    let atBrake = Number.POSITIVE_INFINITY;
    // The second node's first eviction: one node is patched, one is in work.
    const played = await playIn(host, (index, { verb }) => {
      if (index > 14 && verb === 'create pods/eviction')
        pulled ??= annotate('drover.dev/halt=true').then(() => {
          atBrake = evictions();
        });
    });
    await pulled;

    expect(played.outcome).toBe('halted');
    expect(evictions() - atBrake).toBeLessThanOrEqual(2);
    expect(heard(host.world)).toContain(`annotate configmap ${SLOT} drover.dev/halt`);
    expect(cordoned()).toEqual([]);

    await annotate('drover.dev/halt-');
    await performScenes(
      host.world,
      [
        { kind: 'press', user: 'ann', button: 'rollback' },
        { kind: 'press', user: 'bob', button: 'approve' },
      ],
      () => undefined,
    );
    await expect.poll(() => shownPhase(host.world), { timeout: 120_000 }).toBe('ROLLED_BACK');
    // The last instance is out of the group before the cluster has taken its node away.
    await expect.poll(() => cordoned(), { timeout: 30_000 }).toEqual([]);
    expect(images()).toEqual(former);
  }, 300_000);

  function evictions(): number {
    return host.world.effects
      .all()
      .filter(({ verb, status }) => verb === 'create pods/eviction' && status < 300).length;
  }

  function cordoned(): readonly string[] {
    return host.world.cluster
      .list<Node>('nodes')
      .filter(({ spec }) => spec?.unschedulable)
      .map(({ metadata }) => metadata.name);
  }

  /** The images that the group's instances run. */
  function images(): readonly string[] {
    const { cloud } = host.world;
    const members = [...(cloud.groups.get(PLACE.autoScalingGroup)?.members.values() ?? [])]
      .filter(({ lifecycleState }) => lifecycleState === 'InService')
      .map(({ instanceId }) => instanceId);
    return cloud
      .machines()
      .filter(({ instanceId }) => members.includes(instanceId))
      .map(({ imageId }) => imageId);
  }
});
