import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ControlParts } from '../control-parts.ts';
import { ControlError } from '../http/control-error.ts';
import { readBody } from '../http/read-body.ts';
import type { Route } from '../http/route.ts';
import { sendJson } from '../http/send.ts';
import type { WorldWatch } from '../live/world-watch.ts';
import { FaultDesk } from './fault-desk.ts';
import { slackHands } from './slack-hands.ts';
import { slackReads } from './slack-reads.ts';
import { steering } from './steering.ts';
import { worldReads } from './world-reads.ts';

/** The test API: what a program, a test or the page asks of the sandbox itself. */
export class SimApi {
  readonly #routes: readonly Route[];
  readonly #onChange: () => void;

  /** `onChange` is called after something was done through the API. */
  constructor(parts: ControlParts, watch: WorldWatch, onChange: () => void) {
    const slack = (): ReturnType<ControlParts['world']>['slack'] => parts.world().slack;
    this.#onChange = onChange;
    this.#routes = [
      ...slackHands(slack),
      ...slackReads(slack),
      ...steering(parts, new FaultDesk(() => parts.world())),
      ...worldReads(parts, () => watch.view()),
    ];
  }

  async serve(
    path: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const route = this.#find(request.method ?? 'GET', path, response);
    const input = route.method === 'POST' ? await readBody(request) : queryFields(query);
    const answer = await route.answer(input);
    if (route.method !== 'GET') this.#onChange();
    sendJson(response, 200, answer);
  }

  #find(method: string, path: string, response: ServerResponse): Route {
    const there = this.#routes.filter((route) => route.path === path);
    const route = there.find((one) => one.method === method);
    if (route) return route;
    if (there.length === 0) {
      const known = this.#routes.map((one) => `${one.method} ${one.path}`);
      throw new ControlError(404, `the test API has no ${path}; it has ${known.join(', ')}`);
    }
    const methods = there.map((one) => one.method).join(', ');
    response.setHeader('allow', methods);
    throw new ControlError(405, `${path} is asked with ${methods}, not ${method}`);
  }
}

function queryFields(query: URLSearchParams): Readonly<Record<string, string>> {
  const names = [...query.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ControlError(400, `${twice} stands twice in the query; say it once`);
  return Object.fromEntries(query);
}
