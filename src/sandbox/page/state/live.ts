import type { SlackChange, SlackSnapshot } from '../../control/view/slack-snapshot.ts';
import type { WorldDelta } from '../../control/view/world-delta.ts';
import type { ClockView, WorldView } from '../../control/view/world-view.ts';
import type { AppState } from './app-state.ts';

interface Hello {
  readonly world: WorldView;
  readonly slack: SlackSnapshot;
}

/** Follows the sandbox's stream. The browser connects again by itself, and is told everything anew. */
export function followLive(state: AppState): void {
  const source = new EventSource('/live');
  listen<Hello>(source, 'hello', ({ world, slack }) => state.start(world, slack));
  listen<WorldDelta>(source, 'world', (delta) => state.onWorld(delta));
  listen<ClockView>(source, 'clock', (clock) => state.onClock(clock));
  listen<SlackChange>(source, 'slack', (change) => state.onSlack(change));
  source.addEventListener('error', () => state.onConnection('lost'));
}

function listen<T>(source: EventSource, type: string, take: (data: T) => void): void {
  source.addEventListener(type, (event) => {
    // The other end of the stream is the sandbox's own, written with the same types.
    take(JSON.parse(event.data as string) as T);
  });
}
