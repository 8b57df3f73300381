import type { WorldClock } from '../../clock.ts';
import type { Identities } from './identity.ts';
import type { LaunchTemplate, LaunchTemplateData, LaunchTemplateVersion } from './launch-template.ts';

export class LaunchTemplateBook {
  readonly #clock: WorldClock;
  readonly #identities: Identities;
  readonly #byId = new Map<string, LaunchTemplate>();

  constructor(clock: WorldClock, identities: Identities) {
    this.#clock = clock;
    this.#identities = identities;
  }

  /** A new template with its version 1. */
  add(draft: {
    readonly name: string;
    readonly data: LaunchTemplateData;
    readonly createdBy: string;
    readonly id?: string;
    readonly description?: string;
    readonly tags?: Readonly<Record<string, string>>;
  }): LaunchTemplate {
    if (this.find(draft.name)) throw new Error(`there is already a launch template named ${draft.name}`);
    const createdAt = this.#clock.now();
    const template: LaunchTemplate = {
      id: draft.id ?? this.#identities.resource('lt'),
      name: draft.name,
      createdAt,
      createdBy: draft.createdBy,
      defaultVersion: 1,
      versions: [
        {
          number: 1,
          description: draft.description,
          data: draft.data,
          createdAt,
          createdBy: draft.createdBy,
        },
      ],
      tags: new Map(Object.entries(draft.tags ?? {})),
      tokens: new Map(),
    };
    this.#byId.set(template.id, template);
    return template;
  }

  addVersion(
    template: LaunchTemplate,
    draft: {
      readonly data: LaunchTemplateData;
      readonly description?: string | undefined;
      readonly createdBy: string;
    },
  ): LaunchTemplateVersion {
    const version = {
      number: latestVersion(template) + 1,
      description: draft.description,
      data: draft.data,
      createdAt: this.#clock.now(),
      createdBy: draft.createdBy,
    };
    template.versions.push(version);
    return version;
  }

  /** By id or by name. */
  find(idOrName: string): LaunchTemplate | undefined {
    return this.#byId.get(idOrName) ?? this.all().find(({ name }) => name === idOrName);
  }

  all(): readonly LaunchTemplate[] {
    return [...this.#byId.values()];
  }
}

export function latestVersion(template: LaunchTemplate): number {
  return template.versions.at(-1)?.number ?? 0;
}

/** A version by number, `$Latest` or `$Default`; EC2 takes these words in any case. */
export function templateVersion(template: LaunchTemplate, wanted: string): LaunchTemplateVersion | undefined {
  const word = wanted.toLowerCase();
  if (word === '$latest') return template.versions.at(-1);
  const number = word === '$default' ? template.defaultVersion : Number(wanted);
  return template.versions.find((version) => version.number === number);
}
