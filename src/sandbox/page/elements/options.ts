import type { SlackSnapshot } from '../../control/view/slack-snapshot.ts';
import type { Json } from '../json.ts';
import { objectOf, objectsOf, textOf } from '../json.ts';

export interface Option {
  /** As it is sent. */
  readonly value: string;
  readonly words: string;
}

export interface OptionGroup {
  /** Empty: the options stand by themselves. */
  readonly label: string;
  readonly options: readonly Option[];
}

/** What may be chosen in a select, whether the app lists it or the workspace does. */
export function optionGroups(element: Json, slack: SlackSnapshot): readonly OptionGroup[] {
  const type = textOf(element['type']);
  if (type.includes('users')) return [{ label: '', options: people(slack) }];
  if (type.includes('channels')) return [{ label: '', options: channels(slack) }];
  if (type.includes('conversations')) {
    return [
      { label: 'Channels', options: channels(slack) },
      { label: 'People', options: people(slack) },
    ];
  }
  const groups = objectsOf(element['option_groups']).map((group) => ({
    label: textOf(objectOf(group['label'])['text']),
    options: objectsOf(group['options']).map(toOption),
  }));
  const single = objectsOf(element['options']).map(toOption);
  return single.length > 0 ? [{ label: '', options: single }] : groups;
}

export function toOption(option: Json): Option {
  return { value: textOf(option['value']), words: textOf(objectOf(option['text'])['text']) };
}

export function placeholderOf(element: Json, otherwise: string): string {
  return textOf(objectOf(element['placeholder'])['text']) || otherwise;
}

function people({ people: all }: SlackSnapshot): readonly Option[] {
  return all.map(({ id, realName }) => ({ value: id, words: realName }));
}

function channels({ channels: all }: SlackSnapshot): readonly Option[] {
  return all
    .filter(({ kind }) => kind === 'channel')
    .map(({ id, name }) => ({ value: id, words: `#${name}` }));
}
