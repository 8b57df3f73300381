import type { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../../ports/log.ts';

type SocketClient = SocketModeReceiver['client'];

/** What the client has inside and does not show in its types. Checked when it is used: a release without it must not pass silently. */
interface Inside {
  onWebSocketMessage(data: string, isBinary: boolean): Promise<void>;
  send(envelopeId: string, body?: object): Promise<void>;
}

interface Frame {
  readonly type: string;
  readonly envelope_id?: unknown;
  readonly payload?: unknown;
}

/**
 * Looks at each frame before Bolt does. One that Bolt would fall over (`app_rate_limited` has no event, and would end
 * the process, pitfall 6) is acknowledged and dropped. Slack's notice to disconnect only tells us to go on elsewhere:
 * acknowledgements under way still go out here.
 */
export function watchFrames(client: SocketClient, onGoingAway: () => void, log: Log): void {
  const inside = insideOf(client);
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    const frame = isBinary ? undefined : readFrame(data);
    if (frame === undefined) log.warn('A frame from Slack was not understood');
    else if (frame.type === 'disconnect') onGoingAway();
    else if (!isComplete(frame)) drop(inside, frame, log);
    else inside.onWebSocketMessage(String(data), false).catch((error: unknown) => failed(log, error));
  });
}

function insideOf(client: SocketClient): Inside {
  // Vouched for by the check below.
  const inside = client as unknown as Partial<Inside>;
  if (typeof inside.onWebSocketMessage !== 'function' || typeof inside.send !== 'function') {
    throw new Error(
      'This release of the Socket Mode client is not the one that socket-frames.ts was written for.',
    );
  }
  return {
    onWebSocketMessage: inside.onWebSocketMessage.bind(client),
    send: inside.send.bind(client),
  };
}

function readFrame(data: unknown): Frame | undefined {
  try {
    const value: unknown = JSON.parse(String(data));
    return isObject(value) && typeof value['type'] === 'string'
      ? { ...value, type: value['type'] }
      : undefined;
  } catch {
    return undefined;
  }
}

function isComplete({ type, payload }: Frame): boolean {
  if (type === 'hello') return true;
  if (!isObject(payload)) return false;
  return (
    type !== 'events_api' || (isObject(payload['event']) && typeof payload['event']['type'] === 'string')
  );
}

function drop(inside: Inside, { type, envelope_id: id, payload }: Frame, log: Log): void {
  const what = isObject(payload) ? payload['type'] : undefined;
  log.warn('Slack sent something that no listener can take', { type, what });
  if (typeof id === 'string') inside.send(id).catch((error: unknown) => failed(log, error));
}

function failed(log: Log, error: unknown): void {
  log.error('A frame from Slack could not be handled', { message: String(error) });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
