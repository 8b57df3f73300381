/** Where an answer to one person goes. */
export type AnswerAddress =
  | { readonly kind: 'response-url'; readonly url: string }
  | { readonly kind: 'thread'; readonly channel: string; readonly threadTs: string; readonly user: string };

const THREAD = /^thread:([A-Z0-9]{2,30})\/(\d{1,12}\.\d{1,9})\/([UW][A-Z0-9]{2,30})$/u;
const SLACK_HOOKS = 'hooks.slack.com';

/** A command said in a thread has no response_url: its answer is shown there, to that person alone. */
export function threadAddress(channel: string, threadTs: string, user: string): string {
  return `thread:${channel}/${threadTs}/${user}`;
}

/**
 * Undefined for an address that no Slack of ours would give out: an answer never goes to another host than Slack's
 * (security T12). `apiUrl`: the Web API's address, whose host may answer too.
 */
export function answerAddress(address: string, apiUrl: string): AnswerAddress | undefined {
  const [, channel, threadTs, user] = THREAD.exec(address) ?? [];
  if (channel !== undefined && threadTs !== undefined && user !== undefined) {
    return { kind: 'thread', channel, threadTs, user };
  }
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  const hooks = url.protocol === 'https:' && url.host === SLACK_HOOKS;
  const own = URL.parse(apiUrl);
  const ours = own !== null && url.protocol === own.protocol && url.host === own.host;
  return hooks || ours ? { kind: 'response-url', url: url.href } : undefined;
}
