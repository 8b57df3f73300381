import type { Cloud } from '../../../src/sandbox/aws/cloud/cloud.ts';
import type { Scenario } from '../../../src/sandbox/scenarios/scenario.ts';

/** How long machines need. World ms. */
export interface BootTime {
  /** From power-on until the Node is registered. */
  readonly joinMs: number;
  /** From then until it is Ready. */
  readonly readyMs: number;
}

/** The scenario in a world whose images, the old one and the new, boot at another pace. Only the world knows. */
export function withBootTime(scenario: Scenario, { joinMs, readyMs }: BootTime): Scenario {
  return {
    ...scenario,
    build: (stage) =>
      scenario.build({
        ...stage,
        newImage: { ...stage.newImage, joinMs, readyMs },
        cloud: bootingIn(stage.cloud, { joinMs, readyMs }),
      }),
  };
}

function bootingIn(cloud: Cloud, times: BootTime): Cloud {
  return new Proxy(cloud, {
    get(target, key) {
      if (key === 'addImage')
        return (draft: Parameters<Cloud['addImage']>[0]) => target.addImage({ ...draft, ...times });
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}
