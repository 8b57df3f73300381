import { onTestFinished } from 'vitest';
import type { Gateway, GatewayOptions } from '../../../src/adapters/slack/gateway.ts';
import { startGateway } from '../../../src/adapters/slack/gateway.ts';
import type { InboxItem, RawInbox } from '../../../src/core/request/inbox-item.ts';
import type { InboxRefusal } from '../../../src/adapters/slack/inbox-refusal.ts';
import { parseInbox } from '../../../src/adapters/slack/parse-inbox.ts';
import type { Inbox } from '../../../src/ports/inbox.ts';
import type { Log } from '../../../src/ports/log.ts';
import { setRequestUrl } from '../../../src/sandbox/slack/inbound/set-request-url.ts';
import type { Slack } from '../../../src/sandbox/slack/start-slack.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

export function aLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    lines.push({ level, message, fields });
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}

/** An inbox that keeps what it is given. */
export function anInbox(): Inbox & { readonly taken: RawInbox[] } {
  const taken: RawInbox[] = [];
  return {
    taken,
    put: async (raw) => {
      taken.push(raw);
    },
  };
}

export interface RunningGateway extends Gateway {
  readonly inbox: Inbox & { readonly taken: RawInbox[] };
  readonly log: ReturnType<typeof aLog>;
  readonly refusals: string[];
  /** What an engine would make of what was taken. */
  items(): readonly (InboxItem | InboxRefusal)[];
}

/** A gateway for this Slack, ready, closed when the test ends. */
export async function aGateway(
  slack: Slack,
  mode: 'http' | 'socket',
  over: Partial<Omit<GatewayOptions, 'inbox'>> & { readonly inbox?: Inbox } = {},
): Promise<RunningGateway> {
  const kept = anInbox();
  const log = aLog();
  const refusals: string[] = [];
  const gateway = await startGateway({
    connection: { botToken: slack.app.botToken, apiUrl: slack.apiUrl, log },
    transport: mode === 'http' ? httpOf(slack) : { kind: 'socket', appToken: slack.app.appToken },
    inbox: kept,
    onRefused: (reason) => refusals.push(reason),
    ...over,
  });
  onTestFinished(async () => gateway.close());
  await gateway.ready;
  if (mode === 'http') await pointAt(slack, gateway);
  return { ...gateway, inbox: kept, log, refusals, items: () => kept.taken.map((raw) => asItem(slack, raw)) };
}

export function httpOf(slack: Slack): GatewayOptions['transport'] {
  return { kind: 'http', signingSecrets: [slack.app.signingSecret], port: 0, host: '127.0.0.1' };
}

/** Slack's own handshake: the address must echo a challenge. */
export async function pointAt(slack: Slack, { port }: Gateway): Promise<void> {
  const switched = await setRequestUrl(slack, `http://127.0.0.1:${port}/slack/events`);
  if (!switched.ok) throw new Error(`the challenge was not echoed: ${switched.error}`);
}

function asItem(slack: Slack, raw: RawInbox): InboxItem | InboxRefusal {
  return parseInbox(raw, {
    signingSecrets: [slack.app.signingSecret],
    teamId: slack.workspace.team.id,
    now: Date.now(),
  });
}
