import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './a-copy.ts';
import { readKustomization } from './manifest-documents.ts';

const { documents } = readKustomization('base');

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const engine = readPolicy('engine-policy.json');
const optional = [
  ...readPolicy('make-template-versions-policy.json'),
  ...readPolicy('read-images-policy.json'),
  ...readPolicy('read-metrics-policy.json'),
  ...readPolicy('read-quotas-policy.json'),
];
const allowed = [...engine, ...optional].filter(({ Effect }) => Effect === 'Allow');

/** Asked of AWS when a group is given another version of its template; drover never calls it itself. */
const ASKED_BY_AWS = ['ec2:RunInstances'];

/** Changes nothing. */
const READING = /^[a-z0-9]+:(Describe|List|Get|BatchGet)/;

describe('the roles in Kubernetes', () => {
  const rules = documents.flatMap(({ rules: own = [], metadata, kind }) =>
    own.map((rule) => ({ ...rule, role: `${kind}/${metadata.name}` })),
  );

  it('name what they grant: no wildcard anywhere', () => {
    expect(rules.length).toBeGreaterThan(5);
    expect(JSON.stringify(rules)).not.toContain('*');
  });

  it('read no secrets, enter no pods, and delete nothing', () => {
    const resources = rules.flatMap((rule) => rule.resources);
    const verbs = rules.flatMap((rule) => rule.verbs);

    for (const forbidden of ['secrets', 'pods/exec', 'pods/log', 'pods/proxy', 'nodes/proxy', 'nodes/status'])
      expect(resources).not.toContain(forbidden);
    for (const forbidden of ['delete', 'deletecollection', 'escalate', 'bind', 'impersonate'])
      expect(verbs).not.toContain(forbidden);
  });

  it('change cluster-wide only nodes, by patch, and evictions', () => {
    const changing = rules
      .filter(({ role }) => role.startsWith('ClusterRole/'))
      .filter(({ verbs }) => verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)))
      .map(({ resources, verbs }) => `${verbs.join()} ${resources.join()}`);

    expect(changing.toSorted()).toEqual(expect.arrayContaining(['create pods/eviction', 'patch nodes']));
    expect(changing.filter((one) => !ASKS_OR_ACTS.includes(one))).toEqual([]);
  });

  it('are bound to the engine alone', () => {
    const bindings = documents.filter(({ kind }) => kind.endsWith('Binding'));

    expect(bindings.length).toBeGreaterThan(2);
    for (const { subjects } of bindings)
      expect(subjects?.map(({ name }) => name)).toEqual(['drover-engine', 'drover:engine']);
  });
});

/** What may be written cluster-wide; a review of one's own rights is written, too, and changes nothing. */
const ASKS_OR_ACTS = ['create pods/eviction', 'patch nodes', 'create selfsubjectaccessreviews'];

describe('the policies in AWS', () => {
  it('name every action: no wildcard', () => {
    for (const { Action } of [...engine, ...optional])
      for (const action of [Action].flat()) expect(action).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z]+$/);
  });

  it('grant what the adapters call, and nothing else', () => {
    const called = new Set(
      globSync('src/adapters/**/*.ts', { cwd: ROOT }).flatMap((file) =>
        [
          ...readFileSync(join(ROOT, file), 'utf8').matchAll(
            /'((?:autoscaling|cloudwatch|ec2|ecr|eks|ssm|servicequotas|elasticloadbalancing):[A-Z]\w+)'/g,
          ),
        ].map(([, action]) => action as string),
      ),
    );
    const granted = new Set(allowed.flatMap(({ Action }) => [Action].flat()));

    expect(called.size).toBeGreaterThan(10);
    expect([...called].filter((action) => !granted.has(action))).toEqual([]);
    expect([...granted].filter((action) => !called.has(action))).toEqual(ASKED_BY_AWS);
  });

  it('know the name of every command that the adapters send', () => {
    const sent = globSync('src/adapters/aws/*.ts', { cwd: ROOT }).flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/new (\w+)Command\(/g)].map(
        ([, name]) => name as string,
      ),
    );
    const granted = allowed.flatMap(({ Action }) => [Action].flat().map((action) => action.split(':')[1]));

    expect(sent.filter((name) => !granted.includes(name))).toEqual([]);
  });

  it('change only what is opted in by a tag', () => {
    const changing = allowed.filter(({ Action }) => [Action].flat().some((action) => !READING.test(action)));

    expect(changing.length).toBeGreaterThan(3);
    // What a template makes has no tag yet; the template itself has.
    const byTag = changing.filter(
      ({ Condition = {} }) =>
        Condition['StringEquals']?.['aws:ResourceTag/drover.dev/managed'] === 'true' ||
        Condition['ArnLike']?.['ec2:LaunchTemplate'] !== undefined,
    );
    expect(byTag).toEqual(changing);
  });

  it('can be frozen: every change of a group is denied by one tag', () => {
    const deny = engine.find(({ Effect }) => Effect === 'Deny');
    const changes = engine.find(({ Sid }) => Sid === 'ReplaceInstancesOfOptedInGroups');

    expect(deny?.Condition).toEqual({ StringEquals: { 'aws:ResourceTag/drover.dev/freeze': 'true' } });
    expect(deny?.Action).toEqual(changes?.Action);
  });

  it('never let anything be made from nothing, nor rights be handed on', () => {
    const actions = allowed.flatMap(({ Action }) => [Action].flat());

    for (const forbidden of ['iam:PassRole', 'ec2:TerminateInstances', 'ec2:DeleteLaunchTemplate'])
      expect(actions).not.toContain(forbidden);
  });
});

describe('the Slack app', () => {
  const app = JSON.parse(readFileSync(join(ROOT, 'manifests/slack/app-manifest.json'), 'utf8')) as {
    readonly features: {
      readonly slash_commands: readonly { readonly command: string; readonly url: string }[];
    };
    readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  };

  it('asks for the scopes that the adapter needs, and for none that is optional', () => {
    const readme = readFileSync(join(ROOT, 'src/adapters/slack/README.md'), 'utf8');
    const rows = readme.split('\n').filter((line) => line.startsWith('| ') && !line.includes('optional'));
    const scopes = app.oauth_config.scopes.bot;

    expect(scopes.filter((scope) => !rows.some((row) => row.includes(`\`${scope}\``)))).toEqual([]);
    for (const forbidden of ['chat:write.public', 'chat:write.customize', 'files:write', 'admin'])
      expect(scopes).not.toContain(forbidden);
  });

  it('posts to the path that drover listens on', () => {
    expect(app.features.slash_commands).toEqual([
      expect.objectContaining({ command: '/patch', url: expect.stringMatching(/\/slack\/events$/) }),
    ]);
  });
});

function readPolicy(file: string): readonly Statement[] {
  const text = readFileSync(join(ROOT, 'manifests/aws', file), 'utf8');
  return (JSON.parse(text) as { readonly Statement: readonly Statement[] }).Statement;
}
