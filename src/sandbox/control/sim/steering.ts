import { setRequestUrl } from '../../slack/inbound/set-request-url.ts';
import type { ControlParts } from '../control-parts.ts';
import { ControlError } from '../http/control-error.ts';
import { flag, number, optional, readFields, text, textList, whole } from '../http/read-fields.ts';
import type { Route } from '../http/route.ts';
import type { FaultDesk } from './fault-desk.ts';

/** Beyond this the world's own processor is the limit, not its clock. */
const SPEED_MAX = 1_000;
const SPEED_MIN = 0.1;

/** What changes the world beside what people do in Slack. */
export function steering(parts: ControlParts, faultDesk: FaultDesk): readonly Route[] {
  const alone = oneAtATime();
  return [
    post('speed', (input) => {
      const { speed } = readFields({ speed: number(SPEED_MIN, SPEED_MAX) }, input);
      return alone('change of speed', async () => {
        await parts.setSpeed(speed);
        return { ok: true, speed };
      });
    }),
    post('reset', (input) => {
      const wish = resetWish(parts, input);
      return alone('reset', async () => {
        await parts.reset(wish);
        return { ok: true, ...wish };
      });
    }),
    post('controllers', (input) => {
      const { paused } = readFields({ paused: flag }, input);
      const { controllers } = parts.world();
      if (paused) controllers.pause();
      else controllers.resume();
      return { ok: true, paused };
    }),
    post('compact', (input) => {
      readFields({}, input);
      const { store } = parts.world().cluster;
      store.compact();
      return { ok: true, compacted: store.compacted };
    }),
    post('faults', (input) => faultDesk.add(input)),
    { method: 'GET', path: 'faults', answer: () => faultDesk.list() },
    { method: 'DELETE', path: 'faults', answer: (input) => faultDesk.remove(input) },
    post('app', (input) => changeApp(parts, input)),
    post('workspace', (input) => changeWorkspace(parts, input)),
  ];
}

function post(path: string, answer: Route['answer']): Route {
  return { method: 'POST', path, answer };
}

/** What is left out stays as it is. */
function resetWish(
  parts: ControlParts,
  input: unknown,
): { readonly scenario: string; readonly seed: number } {
  const { scenario, seed } = parts.world();
  const wish = readFields(
    { scenario: optional(text), seed: optional(whole(0, Number.MAX_SAFE_INTEGER)) },
    input,
  );
  const name = wish.scenario ?? scenario.name;
  const names = parts.scenarios.map((one) => one.name);
  if (!names.includes(name))
    throw new ControlError(404, `there is no scenario ${name}; there are ${names.join(', ')}`);
  return { scenario: name, seed: wish.seed ?? seed };
}

/** `requestUrl` null or left out: back to Socket Mode. */
async function changeApp(parts: ControlParts, input: unknown): Promise<object> {
  const { requestUrl } = readFields(
    { requestUrl: (value, name) => (value === null ? undefined : optional(text)(value, name)) },
    input,
  );
  const result = await setRequestUrl(parts.world().slack, requestUrl);
  if (result.ok) return result;
  const fix =
    result.error === 'invalid_url'
      ? 'it must be an http or https address'
      : 'the app behind it must echo the challenge of a signed url_verification within 3 seconds';
  throw new ControlError(400, `requestUrl ${requestUrl ?? ''} was not taken (${result.error}): ${fix}`, {
    code: result.error,
  });
}

/** What is left out stays as it is. */
function changeWorkspace(parts: ControlParts, input: unknown): object {
  const wish = readFields({ withoutBlocks: optional(textList), moreScopes: optional(textList) }, input);
  const { workspace, tokens, app } = parts.world().slack;
  if (wish.withoutBlocks) {
    workspace.withoutBlocks.clear();
    for (const type of wish.withoutBlocks) workspace.withoutBlocks.add(type);
  }
  tokens.grant(app.botToken, wish.moreScopes ?? []);
  return {
    ok: true,
    withoutBlocks: [...workspace.withoutBlocks],
    scopes: tokens.owner(app.botToken)?.scopes ?? [],
  };
}

/** Two at once would leave a world that is half of each. */
function oneAtATime(): <T>(what: string, act: () => Promise<T>) => Promise<T> {
  let busy: string | undefined;
  return async (what, act) => {
    if (busy !== undefined)
      throw new ControlError(409, `a ${busy} is under way; ask for the ${what} again when it is done`);
    busy = what;
    try {
      return await act();
    } finally {
      busy = undefined;
    }
  };
}
