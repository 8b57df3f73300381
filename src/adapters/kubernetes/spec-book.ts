import type { PodSpec } from '../../core/fleet/pod.ts';
import { withMeantFor, withoutMeantFor } from './meant-for.ts';
import { shareStructure } from './share-structure.ts';

/** A list comes in the order of names, so that pods of one owner come soon after each other. */
const SPECS_MAX = 512;

const NODE_NAME = '"nodeName":"';

/** The volume with a service account's token has another name in every pod, and is the same in all. */
const TOKEN_VOLUME = /"kube-api-access-[a-z0-9]{5}"/g;
const TOKEN_NAME = '"kube-api-access"';

/** Parses the specs of pods, each that differs in its node's name alone only once, and keeps once what they share. */
export class SpecBook {
  readonly #known = new Map<string, PodSpec>();
  readonly #nodeNames = new Map<string, string>();
  readonly #lastOfOwner = new Map<string, PodSpec>();

  /** `text`: a spec as JSON. `owner`: pods of one are probably alike. Throws what is no JSON. */
  parse(text: string, owner: string): PodSpec {
    const at = text.indexOf(NODE_NAME);
    if (at === -1) return this.#specOf(text.replace(TOKEN_VOLUME, TOKEN_NAME), owner);
    const begin = at + NODE_NAME.length;
    const end = text.indexOf('"', begin);
    const nodeName = this.#nodeName(text.slice(begin, end));
    const placeless = (text.slice(0, begin) + text.slice(end)).replace(TOKEN_VOLUME, TOKEN_NAME);
    const spec = this.#specMeantFor(placeless, nodeName, owner) ?? this.#specOf(placeless, owner);
    // Words that look like it stand somewhere else in the spec: then it is parsed as it is.
    if (spec.nodeName !== '') return JSON.parse(text) as PodSpec;
    return { ...spec, nodeName };
  }

  /** A DaemonSet's pod, whose spec names its node twice. */
  #specMeantFor(text: string, node: string, owner: string): PodSpec | undefined {
    const nodeless = withoutMeantFor(text, node);
    return nodeless === undefined ? undefined : withMeantFor(this.#specOf(nodeless, owner), node);
  }

  /** A part of a text would keep the whole text alive. */
  #nodeName(part: string): string {
    const known = this.#nodeNames.get(part);
    if (known !== undefined) return known;
    const name = Buffer.from(part).toString();
    this.#nodeNames.set(name, name);
    return name;
  }

  #specOf(text: string, owner: string): PodSpec {
    const known = this.#known.get(text);
    if (known) return known;
    const spec = shareStructure(this.#lastOfOwner.get(owner), JSON.parse(text)) as PodSpec;
    this.#lastOfOwner.set(owner, spec);
    if (this.#known.size >= SPECS_MAX) this.#known.clear();
    this.#known.set(text, spec);
    return spec;
  }
}
