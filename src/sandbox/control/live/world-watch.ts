import type { WorldTimer } from '../../clock.ts';
import type { ControlParts, WorldParts } from '../control-parts.ts';
import { EffectStory } from '../view/effect-story.ts';
import { ServiceHistory } from '../view/service-history.ts';
import { viewWorld } from '../view/view-world.ts';
import type { WorldView } from '../view/world-view.ts';

interface Watched {
  readonly world: WorldParts;
  readonly story: EffectStory;
  readonly history: ServiceHistory;
  readonly timer: WorldTimer;
  readonly unsubscribe: () => void;
}

/** Keeps an eye on whichever world there is, so that its view can tell what happened lately. */
export class WorldWatch {
  readonly #parts: ControlParts;
  #watched: Watched;

  constructor(parts: ControlParts) {
    this.#parts = parts;
    this.#watched = watch(parts.world());
  }

  /** The world of now. A world is known by its clock: whoever makes the parts may wrap them anew each time. */
  world(): WorldParts {
    const world = this.#parts.world();
    if (world.clock !== this.#watched.world.clock) {
      this.stop();
      this.#watched = watch(world);
    }
    return this.#watched.world;
  }

  view(): WorldView {
    const world = this.world();
    const { history, story } = this.#watched;
    return viewWorld(world, this.#parts.drover?.(), { history, effects: story.told, notes: story.notes });
  }

  stop(): void {
    this.#watched.timer.cancel();
    this.#watched.unsubscribe();
  }
}

function watch(world: WorldParts): Watched {
  const story = new EffectStory(world);
  for (const effect of world.effects.all()) story.hear(effect);
  const history = new ServiceHistory(world.traffic);
  history.sample();
  return {
    world,
    story,
    history,
    timer: world.clock.every(ServiceHistory.slotMs, () => history.sample()),
    unsubscribe: world.effects.subscribe((effect) => story.hear(effect)),
  };
}
