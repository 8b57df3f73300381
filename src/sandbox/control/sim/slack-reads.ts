import { ephemerals } from '../../slack/hands/ephemerals.ts';
import { messages, thread } from '../../slack/hands/messages.ts';
import { views } from '../../slack/hands/views.ts';
import type { Slack } from '../../slack/start-slack.ts';
import { ControlError } from '../http/control-error.ts';
import { readFields, text } from '../http/read-fields.ts';
import type { Route } from '../http/route.ts';

/** What is to be seen in Slack. */
export function slackReads(slack: () => Slack): readonly Route[] {
  return [
    get('messages', (input) => {
      const wish = readFields({ channel: text }, input, 'the query');
      return found(messages(slack(), wish), noChannel(slack(), wish.channel));
    }),
    get('thread', (input) => {
      const wish = readFields({ channel: text, ts: text }, input, 'the query');
      return found(thread(slack(), wish), noChannel(slack(), wish.channel));
    }),
    get('ephemerals', (input) => {
      const wish = readFields({ user: text }, input, 'the query');
      return found(ephemerals(slack(), wish), noPerson(slack(), wish.user));
    }),
    get('views', (input) => {
      const wish = readFields({ user: text }, input, 'the query');
      return found(views(slack(), wish), noPerson(slack(), wish.user));
    }),
    get('verdicts', (input) => {
      readFields({}, input, 'the query');
      return slack().workspace.verdicts.refused();
    }),
  ];
}

function get(path: string, answer: Route['answer']): Route {
  return { method: 'GET', path, answer };
}

function found<T>(value: T | undefined, otherwise: string): T {
  if (value === undefined) throw new ControlError(404, otherwise);
  return value;
}

function noChannel({ workspace }: Slack, name: string): string {
  const names = [...workspace.directory.channels.values()].map((channel) => channel.name);
  return `there is no channel ${name}; there are ${names.join(', ')}`;
}

function noPerson({ workspace }: Slack, name: string): string {
  const names = [...workspace.directory.people.values()].map((person) => person.name);
  return `there is nobody called ${name}; there are ${names.join(', ')}`;
}
