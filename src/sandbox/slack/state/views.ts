import type { Random } from '../../random.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { JsonObject } from './json-object.ts';
import { textOf } from './json-object.ts';
import type { EnteredValues } from './message.ts';

/** A modal or home tab as it stands before one person. */
export interface View {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  /** As the app sent it, with generated ids filled in. */
  content: JsonObject;
  blocks: readonly JsonObject[];
  /** Changes with each update. */
  hash: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  /** What the person has filled in; kept by block_id and action_id, so an update may keep it. */
  readonly entered: EnteredValues;
  /** Field errors of the last submission, by block_id. */
  errors: Readonly<Record<string, string>>;
}

/** How many modals may lie on each other: documented for views.push. */
const VIEW_STACK_MAX = 3;

/** The modals and home tabs of everybody. A person has one stack of modals and one home tab. */
export class Views {
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();
  readonly #feed: ChangeFeed;
  readonly #random: Random;
  #count = 0;

  constructor(feed: ChangeFeed, random: Random) {
    this.#feed = feed;
    this.#random = random;
  }

  /** The person's modals, the one on top last. */
  stack(user: string): readonly View[] {
    return this.#stacks.get(user) ?? [];
  }

  home(user: string): View | undefined {
    return this.#homes.get(user);
  }

  find(wanted: { readonly id?: string; readonly externalId?: string }): View | undefined {
    return [...[...this.#stacks.values()].flat(), ...this.#homes.values()].find(
      ({ id, content }) =>
        id === wanted.id || (!!wanted.externalId && content['external_id'] === wanted.externalId),
    );
  }

  /** A modal that was open before is closed. */
  open(user: string, content: JsonObject, blocks: readonly JsonObject[]): View {
    for (const below of this.stack(user).toReversed()) this.close(below);
    return this.#put(user, [], content, blocks);
  }

  push(user: string, content: JsonObject, blocks: readonly JsonObject[]): View | 'push_limit_reached' {
    const stack = this.stack(user);
    if (stack.length >= VIEW_STACK_MAX) return 'push_limit_reached';
    return this.#put(user, stack, content, blocks);
  }

  publish(user: string, content: JsonObject, blocks: readonly JsonObject[]): View {
    const known = this.#homes.get(user);
    const view = known ?? this.#make(user, 'home', content, blocks, undefined);
    if (known) this.#refill(known, content, blocks);
    this.#homes.set(user, view);
    this.#feed.emit({ type: 'home-published', user, viewId: view.id });
    return view;
  }

  update(view: View, content: JsonObject, blocks: readonly JsonObject[]): void {
    this.#refill(view, content, blocks);
    this.#feed.emit({
      type: view.type === 'home' ? 'home-published' : 'view-updated',
      user: view.user,
      viewId: view.id,
    });
  }

  showErrors(view: View, errors: Readonly<Record<string, string>>): void {
    view.errors = errors;
    this.#feed.emit({ type: 'view-updated', user: view.user, viewId: view.id });
  }

  close(view: View): void {
    const stack = this.stack(view.user).filter((one) => one !== view);
    this.#stacks.set(view.user, stack);
    this.#feed.emit({ type: 'view-closed', user: view.user, viewId: view.id });
  }

  #put(user: string, below: readonly View[], content: JsonObject, blocks: readonly JsonObject[]): View {
    const view = this.#make(user, 'modal', content, blocks, below.at(-1));
    this.#stacks.set(user, [...below, view]);
    this.#feed.emit({ type: 'view-opened', user, viewId: view.id });
    return view;
  }

  #make(
    user: string,
    type: View['type'],
    content: JsonObject,
    blocks: readonly JsonObject[],
    below: View | undefined,
  ): View {
    this.#count += 1;
    const id = `V${String(this.#count).padStart(10, '0')}`;
    const hash = this.#nextHash();
    return {
      id,
      user,
      type,
      content,
      blocks,
      hash,
      rootId: below?.rootId ?? id,
      previousId: below?.id,
      entered: new Map(),
      errors: {},
    };
  }

  #refill(view: View, content: JsonObject, blocks: readonly JsonObject[]): void {
    // The external id stays where an update does not name one: it is the app's handle on this very view.
    view.content = {
      ...content,
      external_id: textOf(content['external_id']) || textOf(view.content['external_id']),
    };
    view.blocks = blocks;
    view.hash = this.#nextHash();
    view.errors = {};
  }

  #nextHash(): string {
    const noise = this.#random.integer(0x1_0000_0000).toString(16).padStart(8, '0');
    return `${Math.floor(Date.now() / 1000)}.${noise}`;
  }
}
