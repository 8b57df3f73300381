import { describe, expect, it } from 'vitest';
import { CONTROLLER_DEFAULTS } from '../../src/sandbox/controllers/controller-settings.ts';
import type { DisruptionBudget } from '../../src/sandbox/controllers/kinds/disruption-budget.ts';
import { isReady } from '../../src/sandbox/controllers/kinds/pod.ts';
import { criticalPath } from '../../src/sandbox/critical-path.ts';
import { criticalPathInputs } from '../../src/sandbox/critical-path-inputs.ts';
import { KUBELET_DEFAULTS } from '../../src/sandbox/kubelet/kubelet-settings.ts';
import { addDaemonSet, addDeployment, podsOf } from './controllers/a-cluster-world.ts';
import { aMachine, aMachineWorld } from './kubelet/a-machine-world.ts';

describe('the inputs of the critical path', () => {
  it('are read from the cluster: what moves, what holds it up, and how long each step takes at least', async () => {
    const world = aMachineWorld();
    await world.join(aMachine());
    addDaemonSet(world.cluster, { name: 'agent' });
    addDeployment(world.cluster, {
      name: 'web',
      replicas: 3,
      annotations: { 'world.sandbox/behaviour': '{"startSeconds": 3, "readySeconds": 0, "drainSeconds": 2}' },
      podSpec: {
        containers: [
          {
            name: 'app',
            image: 'app:1',
            readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 2 },
            lifecycle: { preStop: { sleep: { seconds: 8 } } },
          },
        ],
      },
    });
    world.cluster.create('poddisruptionbudgets.policy', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
    });
    const budget = () => world.cluster.get<DisruptionBudget>('poddisruptionbudgets.policy', 'shop', 'web');
    await world.until('all are ready', () => podsOf(world.cluster, 'web').filter(isReady).length === 3);
    await world.until('they are counted', () => budget()?.status?.disruptionsAllowed === 1);

    const inputs = criticalPathInputs(world.cluster, [aMachine().privateDnsName], {
      controllers: CONTROLLER_DEFAULTS,
      kubelets: KUBELET_DEFAULTS,
      bootMs: 60_000,
      deregistrationMs: 0,
      windowsMs: [300_000],
      surge: 1,
    });

    // Exit: 50 ms until the kubelet hears of it, 8 s preStop, 2 s drain. Ready: 20 + 50 + 500 ms and the probe at 4 s.
    const moved = { exitMs: 10_050, readyMs: 4_570, isReplacedAfterExit: false, budget: 'shop/web' };
    expect(inputs.nodes[0]?.pods).toEqual([moved, moved, moved]);
    expect(inputs.budgets).toEqual({ 'shop/web': 1 });
    // Three rounds of one pod: two full ones with the count after each, and the exit of the last.
    expect(criticalPath(inputs).totalMs).toBe(60_000 + 2 * (4_570 + 120) + 10_050 + 300_000);
    world.stop();
  });
});
