import type { AppConfig } from './app-config.ts';
import type { Courier } from './inbound/courier.ts';
import type { ResponseUrls } from './inbound/response-urls.ts';
import type { SocketHub } from './inbound/socket-hub.ts';
import type { Workspace } from './state/workspace.ts';
import type { TokenBook } from './token-book.ts';
import type { TriggerBook } from './trigger-book.ts';

/** What the parts of one running Slack share: its methods, its deliveries and a person's hands. */
export interface SlackParts {
  readonly workspace: Workspace;
  readonly app: AppConfig;
  readonly tokens: TokenBook;
  readonly triggers: TriggerBook;
  readonly sockets: SocketHub;
  readonly courier: Courier;
  readonly responseUrls: ResponseUrls;
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly origin: string;
}
