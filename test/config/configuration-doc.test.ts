import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { showDuration } from '../../src/config/duration.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { settingsSchema } from '../../src/config/settings-schema.ts';
import { DEFAULT_POLICY } from '../../src/core/plan/patch-policy.ts';

const doc = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
const rows = new Map(
  [...doc.matchAll(/^\| `([^`]+)` \|([^|]*)\|/gm)].map(([, name, usual]) => [
    name as string,
    (usual as string).trim(),
  ]),
);

describe('docs/configuration.md', () => {
  it('has an example that drover takes as it stands', () => {
    const yaml = /```yaml\n([\s\S]*?)```/.exec(doc)?.[1] ?? '';
    const env = {
      DROVER_CONFIG: 'x',
      REDIS_URL: 'redis://r',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 's',
    };

    expect(parseConfig(env, () => yaml)).toMatchObject({
      ok: true,
      config: { clusters: [{ nodeGroups: { length: 5 } }] },
    });
  });

  it('describes every setting of the schema, and no other', () => {
    const settings = leavesOf(
      z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
      '',
    );
    const described = [...rows.keys()].filter((name) => /^[a-z]/.test(name));

    expect([...described].toSorted()).toEqual([...new Set(settings)].toSorted());
  });

  it('names the defaults of the policy as they are', () => {
    for (const [part, value] of Object.entries(DEFAULT_POLICY)) {
      const setting = `policy.${part.replace(/Ms$/, '')}`;
      const shown = part.endsWith('Ms') ? showDuration(value as number) : String(value);
      expect(`${setting} ${rows.get(setting)}`).toBe(`${setting} \`${shown}\``);
    }
  });

  it('describes every variable that is read', () => {
    const read = new Set<string>();
    const spy = new Proxy(
      {},
      {
        get: (_, name) => {
          read.add(String(name).replace(/_FILE$/, ''));
          return undefined;
        },
      },
    );
    parseConfig(spy, () => '');
    const described = [...rows.keys()].filter((name) => /^[A-Z]/.test(name));

    // DROVER_AUDIT_FILE ends like a file of a secret.
    const names = [...read].map((name) => (name === 'DROVER_AUDIT' ? 'DROVER_AUDIT_FILE' : name));
    expect(described.toSorted()).toEqual(names.toSorted());
  });
});

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** The paths of all settings that hold a value; `connection` and a group's `target` and `policy` also stand for themselves. */
function leavesOf(schema: JsonSchema, path: string): string[] {
  if (path.endsWith('nodeGroups[].policy')) return [path];
  const own = /\.(connection|target|inside)$/.test(path) ? [path] : [];
  if (schema.items?.properties) return leavesOf(schema.items, `${path}[]`);
  const parts = [schema, ...(schema.anyOf ?? [])].flatMap(({ properties }) =>
    Object.entries(properties ?? {}),
  );
  if (parts.length === 0) return [path];
  return [...own, ...parts.flatMap(([key, part]) => leavesOf(part, path === '' ? key : `${path}.${key}`))];
}
