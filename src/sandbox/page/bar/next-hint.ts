import type { MessageView, PersonView, SlackSnapshot } from '../../control/view/slack-snapshot.ts';
import type { WorldView } from '../../control/view/world-view.ts';
import { buttonLabels, headingOf } from './block-words.ts';

/** What a newcomer may do next. */
export interface Hint {
  readonly id: string;
  readonly text: string;
  readonly action?: HintAction;
}

export type HintAction =
  | { readonly kind: 'type'; readonly label: string; readonly text: string }
  | { readonly kind: 'become'; readonly label: string; readonly person: string }
  | { readonly kind: 'thread'; readonly label: string; readonly channel: string; readonly ts: string }
  | { readonly kind: 'scenarios'; readonly label: string };

export interface HintFacts {
  readonly world: WorldView;
  readonly slack: SlackSnapshot;
  readonly me: string;
  /** The thread that is open. */
  readonly thread: string | undefined;
}

/** Derived from what a person sees: the words and buttons of the app's newest message. */
export function nextHint(facts: HintFacts): Hint | undefined {
  const { world, slack } = facts;
  if (!world.drover)
    return {
      id: 'alone',
      text: 'No drover runs here: this world is for programs that connect to it from outside.',
    };
  const newest = newestOf(slack);
  if (world.drover.state !== 'running')
    return {
      id: `drover-${world.drover.state}`,
      text: 'drover is being started. What it was doing is written in the cluster, and it goes on from there.',
    };
  if (!newest) return beginning(facts);
  const labels = buttonLabels(newest.blocks);
  if (labels.includes('Approve')) return approving(facts, newest);
  if (labels.includes('Retry') || labels.includes('Roll back'))
    return {
      id: 'halted',
      text: 'drover stopped by itself and says why. Open the thread for its evidence, then decide: Resume, Retry, Roll back or Abort.',
      ...thread(facts, newest),
    };
  if (labels.includes('Resume'))
    return {
      id: 'paused',
      text: 'The rollout rests at a node boundary and keeps its place. Resume runs preflight again first.',
      ...thread(facts, newest),
    };
  if (labels.includes('Pause')) return running(facts, newest);
  return ended(newest);
}

/** The app's newest message that a channel shows and that says more than a line: its own, or a reply sent there too. */
function newestOf({ messages, bot }: SlackSnapshot): MessageView | undefined {
  return messages.findLast(
    ({ user, threadTs, broadcast, blocks }) =>
      user === bot.id &&
      (threadTs === undefined || (broadcast && buttonLabels(blocks).length > 0)) &&
      blocks.length > 0,
  );
}

function beginning({ slack, me }: HintFacts): Hint {
  const line = slack.commands[0]?.examples[0] ?? '/patch help';
  const name = personOf(slack, me)?.realName ?? 'yourself';
  return {
    id: 'begin',
    text: `Type ${line} as ${firstName(name)} and press Enter. drover looks first, and touches nothing before somebody else approves.`,
    action: { kind: 'type', label: 'Type it for me', text: line },
  };
}

function approving({ slack, me }: HintFacts, message: MessageView): Hint {
  const asker = /asked by <@(\w+)>/.exec(JSON.stringify(message.blocks))?.[1];
  const approver = approverBeside(slack, asker);
  const mine = personOf(slack, me);
  const wasRefused = slack.ephemerals.some(({ user, ts }) => user === me && Number(ts) > Number(message.ts));
  const change = approver && {
    action: { kind: 'become' as const, label: `Be ${firstName(approver.realName)}`, person: approver.id },
  };
  if (me === asker) {
    const text = wasRefused
      ? `Four eyes: ${firstName(mine?.realName ?? '')} asked, so somebody else has to approve.`
      : `Read what preflight found, then press Approve. ${firstName(mine?.realName ?? '')} asked for it and will be refused; see how.`;
    return { id: wasRefused ? 'four-eyes' : 'approve-own', text, ...change };
  }
  if (isApprover(slack, me))
    return { id: 'approve', text: `You are ${mine?.realName ?? ''} now. Press Approve, and drover begins.` };
  return {
    id: 'approve-other',
    text: `${mine?.realName ?? ''} is not among the approvers. Try it and read the refusal, or be somebody who is.`,
    ...change,
  };
}

function running(facts: HintFacts, message: MessageView): Hint {
  const { speed } = facts.world.clock;
  const open = thread(facts, message);
  const faster = speed < 100 ? ' The slider above makes time go faster.' : '';
  if (open.action)
    return {
      id: 'running',
      text: 'Watch the cluster: a new node joins first, then an old one is emptied within the budgets. The thread tells each step.',
      ...open,
    };
  const failed = facts.world.services.reduce((sum, service) => sum + service.failed, 0);
  if (failed > 0)
    return {
      id: 'losing',
      text: `Requests have failed: the red lines say of whom. A program that ends without finishing them loses some whenever its pod moves.${faster}`,
    };
  return {
    id: 'watching',
    text: `Each pod moves once, and the green lines stay whole. Nodes change from the old colour to the new one.${faster}`,
  };
}

function ended({ text: words, blocks }: MessageView): Hint | undefined {
  const text = `${words} ${headingOf(blocks)}`;
  const action = { kind: 'scenarios' as const, label: 'Choose a scenario' };
  if (/blocker/i.test(text) && !/\b0 blockers/i.test(text))
    return {
      id: 'blocked',
      text: 'Preflight found what would have gone wrong, before anything was touched. The message says what to do about it.',
      action,
    };
  if (/SUCCEEDED/.test(text))
    return {
      id: 'done',
      text: 'Done: the report in the thread says which AMI every node runs. Other scenarios go less well.',
      action,
    };
  if (/ABORTED|CANCELLED|REJECTED|EXPIRED|ROLLED.BACK|REFUSED/i.test(text))
    return {
      id: 'over',
      text: 'This rollout is over. Ask for another one, or see how other scenarios go.',
      action,
    };
  return undefined;
}

/** Nothing to press if it is open already. */
function thread({ thread: open }: HintFacts, message: MessageView): { readonly action?: HintAction } {
  const ts = message.threadTs ?? message.ts;
  return open === ts
    ? {}
    : { action: { kind: 'thread', label: 'Open the thread', channel: message.channel, ts } };
}

function approverBeside(slack: SlackSnapshot, asker: string | undefined): PersonView | undefined {
  return slack.people.find(({ id, note }) => id !== asker && note !== 'app' && isApprover(slack, id));
}

/** As far as the workspace shows it: somebody in a group whose name says so. */
function isApprover({ groups }: SlackSnapshot, person: string): boolean {
  return groups.some(({ handle, members }) => handle.includes('approver') && members.includes(person));
}

function personOf({ people }: SlackSnapshot, id: string): PersonView | undefined {
  return people.find((person) => person.id === id);
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}
