import type { SlackIdentity } from './identify.ts';
import type { Desk } from './listeners/desk.ts';
import type { SlackConnection } from './slack-connection.ts';

/** What both ways in need. */
export interface EntranceParts {
  readonly connection: SlackConnection;
  readonly desk: Desk;
  /** A request that was turned away, by its reason. */
  readonly onRefused: (reason: string) => void;
}

/** One way in which Slack reaches us. */
export interface Entrance {
  /** Undefined where nothing listens. */
  readonly port: number | undefined;
  isReady(): boolean;
  /** Called once, when Slack has told us who we are. */
  open(identity: SlackIdentity): Promise<void>;
  /** Takes nothing new, and gives what was begun `graceMs` (real) to end. */
  close(graceMs: number): Promise<void>;
}
