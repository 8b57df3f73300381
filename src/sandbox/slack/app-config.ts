/** One slash command of the app. */
export interface SlashCommand {
  /** With its slash. */
  readonly command: string;
  readonly description?: string;
  readonly usageHint?: string;
  /** Send `<@U…|ann>` and `<#C…|ops>` for what people wrote as @ann and #ops. Slack's default is false. */
  readonly shouldEscape?: boolean;
}

/** An app as it is installed in the workspace: what its manifest says, and its secrets. */
export interface AppConfig {
  readonly id: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken: string;
  /** Of the bot token. */
  readonly scopes: readonly string[];
  readonly slashCommands: readonly SlashCommand[];
  /** Names as in a manifest: `app_mention`, `message.channels` … */
  readonly eventSubscriptions: readonly string[];
  /** Event types of message metadata the app wants to hear of; left out: all. */
  readonly metadataSubscriptions?: readonly string[];
  /** Left out: what the default manifest has, both on. */
  readonly homeTab?: boolean;
  readonly messagesTab?: boolean;
}
