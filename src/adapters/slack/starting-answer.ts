import type { ServerResponse } from 'node:http';
import { replyMessage } from './views/reply-message.ts';

/** Before Slack has told us who we are: a command is answered in words, everything else Slack may send again. */
export function startingAnswer(response: ServerResponse, kind: string): void {
  if (kind !== 'command') {
    response.writeHead(503).end();
    return;
  }
  const message = replyMessage({
    code: 'E-DEP',
    what: 'drover is just starting.',
    why: 'It has not reached Slack yet. Nothing was done.',
    next: 'Try again in a few seconds.',
  });
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ response_type: 'ephemeral', ...message }));
}
