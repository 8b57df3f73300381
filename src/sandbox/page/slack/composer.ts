import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import type { AppState } from '../state/app-state.ts';
import { ask } from '../state/ask.ts';
import { CommandHistory } from './command-history.ts';
import { CommandList } from './command-list.ts';
import { suggestCommands } from './suggest-commands.ts';

const HISTORY = new CommandHistory();

/** Where people write: messages, calls of the app, commands with what completes them. */
export class Composer {
  readonly element: HTMLElement;
  readonly #state: AppState;
  readonly #field: HTMLTextAreaElement;
  readonly #list: CommandList;
  readonly #drafts = new Map<string, string>();
  readonly #isThread: boolean;
  #channel = '';
  #thread: string | undefined;

  constructor(state: AppState, name: 'channel' | 'thread') {
    this.#state = state;
    this.#isThread = name === 'thread';
    const id = `composer-${name}`;
    this.#field = h('textarea', {
      class: 'composer-field',
      attrs: {
        rows: 1,
        id,
        role: 'combobox',
        'aria-expanded': 'false',
        'aria-controls': `${id}-list`,
        'aria-autocomplete': 'list',
        spellcheck: 'false',
        autocomplete: 'off',
      },
      on: {
        input: () => this.#onInput(),
        keydown: (event) => this.#onKey(event),
        blur: () => this.#list.hide(),
      },
    });
    this.#list = new CommandList(`${id}-list`, this.#field, (text) => this.type(text));
    const send = h(
      'button',
      {
        class: 'composer-send',
        attrs: { type: 'button', 'aria-label': 'Send' },
        on: { click: () => void this.#send() },
      },
      icon('send'),
    );
    this.element = h(
      'div',
      { class: 'composer' },
      this.#list.element,
      h('div', { class: 'composer-box' }, this.#field, send),
    );
  }

  /** Shows the box of this place, with what was left in it. */
  show(channel: string, thread: string | undefined, placeholder: string, isOpen: boolean): void {
    if (channel !== this.#channel || thread !== this.#thread) {
      this.#drafts.set(`${this.#channel}/${this.#thread ?? ''}`, this.#field.value);
      this.#channel = channel;
      this.#thread = thread;
      this.#field.value = this.#drafts.get(`${channel}/${thread ?? ''}`) ?? '';
    }
    this.#field.placeholder = placeholder;
    this.#field.setAttribute('aria-label', placeholder);
    this.#field.disabled = !isOpen;
    this.#fit();
  }

  /** Puts words into the box, as if they had been typed. */
  type(text: string): void {
    this.#field.value = text;
    this.#field.focus();
    this.#field.setSelectionRange(text.length, text.length);
    this.#onInput();
  }

  #onInput(): void {
    this.#fit();
    const commands = this.#isThread ? [] : (this.#state.slack?.commands ?? []);
    this.#list.show(suggestCommands(this.#field.value, commands));
  }

  #fit(): void {
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, 160)}px`;
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#list.onKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void this.#send();
    }
    const mayWalk = this.#field.value === '' || HISTORY.isWalking;
    if (event.key === 'ArrowUp' && mayWalk) this.#recall(event, HISTORY.older(this.#state.me));
    if (event.key === 'ArrowDown' && HISTORY.isWalking) this.#recall(event, HISTORY.newer(this.#state.me));
  }

  #recall(event: KeyboardEvent, line: string | undefined): void {
    event.preventDefault();
    if (line === undefined) return;
    this.#field.value = line;
    this.#fit();
  }

  async #send(): Promise<void> {
    const text = this.#field.value.trim();
    if (text === '' || !this.#state.slack) return;
    const { me, slack } = this.#state;
    HISTORY.add(me, text);
    this.#field.value = '';
    this.#list.hide();
    this.#fit();
    const channel = this.#channel;
    const threadTs = this.#thread;
    const path = text.startsWith('/') ? 'slash' : text.includes(`@${slack.bot.name}`) ? 'mention' : 'say';
    const answer = await ask(path, { user: me, channel, text, ...(threadTs ? { threadTs } : {}) });
    // An app that failed is told by Slack itself, in a message that this person alone sees.
    if (!answer.ok && answer.by !== 'app') this.#state.notice(channel, answer.sees);
  }
}
