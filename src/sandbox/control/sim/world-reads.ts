import type { ControlParts } from '../control-parts.ts';
import { ControlError } from '../http/control-error.ts';
import { optional, readFields, text } from '../http/read-fields.ts';
import type { Route } from '../http/route.ts';
import type { WorldView } from '../view/world-view.ts';
import { readMeters } from './read-meters.ts';

/** What the world knows of itself. */
export function worldReads(parts: ControlParts, look: () => WorldView): readonly Route[] {
  return [
    get('meters', () => readMeters(parts.world())),
    {
      method: 'GET',
      path: 'effects',
      answer(input) {
        const { after } = readFields({ after: optional(text) }, input, 'the query');
        const from = Number(after ?? 0);
        if (!Number.isInteger(from)) throw new ControlError(400, 'after must be the seq of an effect');
        return parts
          .world()
          .effects.all()
          .filter(({ seq }) => seq > from);
      },
    },
    get('world', look),
    get('scenarios', () => parts.scenarios),
    get('drover', () => drover(parts)),
    get('critical-path', () => criticalPath(parts)),
  ];
}

function get(path: string, answer: () => unknown): Route {
  return {
    method: 'GET',
    path,
    answer(input) {
      readFields({}, input, 'the query');
      return answer();
    },
  };
}

function drover(parts: ControlParts): object {
  const facts = parts.drover?.();
  if (!facts) throw new ControlError(404, 'no drover is run here: this is a world for other programs');
  return facts;
}

function criticalPath(parts: ControlParts): object {
  const path = parts.world().criticalPath?.();
  if (!path)
    throw new ControlError(404, 'this world knows no critical path (yet): a rollout must have ended in it');
  return path;
}
