import type { Story } from '../recordings/replay.mjs';

/** How one copy of a story differs from the recorded one. */
export interface Renaming {
  /** Put behind the story's own name, which its namespace and nodes carry. */
  readonly suffix: string;
  /** Put before the names of the other objects; a prefix keeps their order. */
  readonly prefix: string;
  /** Label keys, old → new. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Names that are also words of the API cannot be told apart in a text. */
const WORDS = new Set([
  'policy',
  'apps',
  'batch',
  'events',
  'app',
  'default',
  'none',
  'service',
  'pod',
  'node',
]);
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** The same story about other objects: what it demands is renamed with what it asks. */
export function renameStory(story: Story, renaming: Renaming): Story {
  const names = namesIn(story).filter(
    (name) => NAME.test(name) && !WORDS.has(name) && !name.includes(story.story),
  );
  const rename = new Renamer(story.story, names, renaming);
  return {
    ...story,
    story: `${story.story}${renaming.suffix}`,
    steps: rename.value(story.steps) as Story['steps'],
  };
}

/** The names of the objects that the story makes. */
function namesIn(value: unknown): string[] {
  const names = new Set<string>();
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { method, body } = part as { method?: unknown; body?: { metadata?: { name?: unknown } } };
    const name = body?.metadata?.name;
    if ((method === 'POST' || method === 'PATCH') && typeof name === 'string') names.add(name);
    for (const inner of Object.values(part)) walk(inner);
  };
  walk(value);
  return [...names];
}

class Renamer {
  readonly #story: string;
  readonly #names: ReadonlySet<string>;
  readonly #renaming: Renaming;

  constructor(story: string, names: readonly string[], renaming: Renaming) {
    this.#story = story;
    this.#names = new Set(names);
    this.#renaming = renaming;
  }

  value(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return key === 'say' || key === 'rawBody' ? value : this.#text(value, key);
    if (Array.isArray(value)) return value.map((one) => this.value(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [this.#key(name), this.value(one, name)]),
    );
  }

  #key(key: string): string {
    if (!key.startsWith('/')) return this.#renaming.labels[key] ?? key;
    // A pointer: its parts may be names, label keys or conditions on a name.
    return key
      .split('/')
      .map((part) => {
        const condition = /^\[((?:[\w.]+\.)?name)=(.+)\]$/.exec(part);
        if (condition) return `[${condition[1]}=${this.#name(condition[2] ?? '')}]`;
        const label = this.#renaming.labels[part];
        return label === undefined ? this.#name(part) : label.replaceAll('/', '~1');
      })
      .join('/')
      .replaceAll(this.#story, `${this.#story}${this.#renaming.suffix}`);
  }

  #text(text: string, key: string): string {
    const renamed = key === 'path' ? this.#path(text) : this.#sentence(this.#name(text));
    return renamed.replaceAll(this.#story, `${this.#story}${this.#renaming.suffix}`);
  }

  #name(text: string): string {
    if (this.#names.has(text)) return `${this.#renaming.prefix}${text}`;
    // What is derived from a name: the pods of a StatefulSet, the ReplicaSet of a Deployment.
    const base = /^([a-z0-9][-a-z0-9.]*?)-(?:\d+|\$\{\w+\}|<\w+>)?$/.exec(text)?.[1];
    return base !== undefined && this.#names.has(base) ? `${this.#renaming.prefix}${text}` : text;
  }

  #sentence(text: string): string {
    return text
      .replaceAll(/"([^"\s]+)"/g, (_whole, name: string) => `"${this.#name(name)}"`)
      .replaceAll(/\(([a-z][\w.-]*)\)/g, (_whole, name: string) => `(${this.#name(name)})`)
      .replaceAll(/^([\w./-]+)=([\w.-]+)$/g, (_whole, label: string, name: string) => {
        return `${this.#renaming.labels[label] ?? label}=${this.#name(name)}`;
      })
      .replaceAll(/\bbudget ([\w.-]+) /g, (_whole, name: string) => `budget ${this.#name(name)} `)
      .replaceAll(/map\[string\]string\{(.*?)\}/g, (whole) => this.#labelsIn(whole));
  }

  #path(path: string): string {
    const [place = '', query] = path.split('?');
    const parts = place
      .split('/')
      .map((part, index, all) => (isNamePart(all, index) ? this.#name(part) : part));
    return query === undefined ? parts.join('/') : `${parts.join('/')}?${this.#query(query)}`;
  }

  /** Names in selectors stand behind an equals sign. */
  #query(query: string): string {
    const named = query.replaceAll(/%3D([\w.-]+)/g, (_whole, name: string) => `%3D${this.#name(name)}`);
    return named
      .split('&')
      .map((pair) =>
        pair.startsWith('labelSelector=') ? `labelSelector=${this.#labelsIn(pair.slice(14))}` : pair,
      )
      .join('&');
  }

  #labelsIn(text: string): string {
    let result = text;
    for (const [old, now] of Object.entries(this.#renaming.labels))
      result = result.replaceAll(
        new RegExp(`(?<![\\w%.-])${old}(?![\\w.-])|(?<=%2C|%2C!)${old}(?![\\w.-])`, 'g'),
        now,
      );
    return result;
  }
}

/** Whether a part of a path is the name of an object, not of a resource or a group. */
function isNamePart(parts: readonly string[], index: number): boolean {
  const rest = parts[1] === 'api' ? 3 : 4;
  const inNamespace = parts[rest] === 'namespaces' && parts.length > rest + 2;
  return index === (inNamespace ? rest + 3 : rest + 1);
}
