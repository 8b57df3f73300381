import type { PersonView } from '../../control/view/slack-snapshot.ts';
import { h } from '../dom/element.ts';
import type { AppState } from '../state/app-state.ts';
import { drawAvatar } from './avatar.ts';

/** Who this window is: one person can play everybody's part. A mark says whom something waits for. */
export function drawPeople(state: AppState): HTMLElement {
  const people = (state.slack?.people ?? []).filter(({ note }) => note !== 'app');
  return h(
    'fieldset',
    { class: 'people' },
    h('legend', {}, 'You are'),
    people.map((person) => drawPerson(state, person)),
  );
}

function drawPerson(state: AppState, person: PersonView): HTMLElement {
  const isMe = person.id === state.me;
  const calls = isMe ? 0 : state.attention.calls(person.id);
  const part = partOf(state, person);
  return h(
    'label',
    { class: `person ${isMe ? 'here' : ''}`, attrs: { title: `Act as ${person.realName}` } },
    h('input', {
      attrs: { type: 'radio', name: 'person', value: person.name, checked: isMe },
      data: { focus: `person-${person.id}` },
      on: { change: () => state.become(person.id) },
    }),
    drawAvatar(person, 'small'),
    h('span', { class: 'person-name' }, person.realName, part !== '' && h('span', { class: 'part' }, part)),
    calls > 0 && h('span', { class: 'count', attrs: { 'aria-label': `${calls} waiting` } }, String(calls)),
  );
}

/** Their groups say what they may do; else what kind of account they have. */
function partOf({ slack }: AppState, { id, note }: PersonView): string {
  const group = slack?.groups.find(({ members }) => members.includes(id));
  if (group) return group.handle;
  return note === 'member' || note === 'app' ? '' : note;
}
