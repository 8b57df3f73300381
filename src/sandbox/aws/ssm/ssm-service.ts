import type { CloudState } from '../cloud/cloud-state.ts';
import type { Parameter } from '../cloud/parameter-book.ts';
import type { Authorization } from '../iam/authorization.ts';
import { AwsError } from '../wire/aws-error.ts';
import { flag, integer, list, required, text } from '../wire/fields.ts';
import { jsonProtocol } from '../wire/json-protocol.ts';
import { operation } from '../wire/operation.ts';
import { page } from '../wire/page.ts';
import { operationsByName, type Service } from '../wire/service.ts';
import { jsonWords } from '../wire/service-words.ts';
import type { OutputObject } from '../wire/tree.ts';

const PATH_PAGE_MAX = 10;

const getParameter = operation({
  name: 'GetParameter',
  access: 'read',
  parameters: { Name: required(text({ min: 1, max: 2048 })), WithDecryption: flag() },
  authorize: (input, { cloud }) => [onParameters('GetParameter', [input.Name], cloud)],
  run(input, { cloud }) {
    const found = find(input.Name, cloud);
    if (found === 'no-name') throw new AwsError('ParameterNotFound', '');
    if (found === 'no-version')
      throw new AwsError(
        'ParameterVersionNotFound',
        `Systems Manager could not find version ${input.Name.split(':')[1]} of ${input.Name.split(':')[0]}. Verify the version and try again.`,
      );
    return { Parameter: parameterOutput(found, cloud, selectorOf(input.Name)) };
  },
});

const getParameters = operation({
  name: 'GetParameters',
  access: 'read',
  parameters: { Names: required(list(text({ min: 1, max: 2048 }), { max: 10 })), WithDecryption: flag() },
  authorize: (input, { cloud }) => [onParameters('GetParameters', input.Names, cloud)],
  run(input, { cloud }) {
    const found = input.Names.map((name) => ({ name, parameter: find(name, cloud) }));
    return {
      Parameters: found.flatMap(({ name, parameter }) =>
        typeof parameter === 'string' ? [] : [parameterOutput(parameter, cloud, selectorOf(name))],
      ),
      InvalidParameters: found
        .filter(({ parameter }) => typeof parameter === 'string')
        .map(({ name }) => name),
    };
  },
});

const getParametersByPath = operation({
  name: 'GetParametersByPath',
  access: 'read',
  parameters: {
    Path: required(text({ min: 1, max: 2048 })),
    Recursive: flag(),
    WithDecryption: flag(),
    MaxResults: integer({ min: 1, max: PATH_PAGE_MAX }),
    NextToken: text(),
  },
  authorize: (input, { cloud }) => [onParameters('GetParametersByPath', [input.Path], cloud)],
  run(input, { cloud }) {
    const base = input.Path.endsWith('/') ? input.Path : `${input.Path}/`;
    const below = cloud.parameters
      .all()
      .filter(
        ({ name }) =>
          name.startsWith(base) && (input.Recursive === true || !name.slice(base.length).includes('/')),
      );
    const found = page(below, {
      token: input.NextToken,
      size: input.MaxResults ?? PATH_PAGE_MAX,
      key: ({ name }) => name,
    });
    if (!found) throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
    return {
      Parameters: found.items.map((parameter) => parameterOutput(parameter, cloud, undefined)),
      NextToken: found.next,
    };
  },
});

/** `name:3` asks for version 3. */
function find(wanted: string, cloud: CloudState): Parameter | 'no-name' | 'no-version' {
  const [name = '', version] = wanted.split(':');
  if (!cloud.parameters.has(name)) return 'no-name';
  return cloud.parameters.get(name, version === undefined ? undefined : Number(version)) ?? 'no-version';
}

function selectorOf(wanted: string): string | undefined {
  const cut = wanted.indexOf(':');
  return cut < 0 ? undefined : wanted.slice(cut);
}

function parameterOutput(
  parameter: Parameter,
  cloud: CloudState,
  selector: string | undefined,
): OutputObject {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.value,
    Version: parameter.version,
    Selector: selector,
    LastModifiedDate: new Date(parameter.modifiedAt),
    ARN: parameterArn(parameter.name, cloud),
    DataType: 'text',
  };
}

/** Public parameters belong to no account. */
function parameterArn(name: string, cloud: CloudState): string {
  const account = /^\/aws\/(service|reference)\//.test(name) ? '' : cloud.accountId;
  return `arn:aws:ssm:${cloud.region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
}

function onParameters(action: string, names: readonly string[], cloud: CloudState): Authorization {
  const resources = names.map((name) => ({ arn: parameterArn(name.split(':')[0] ?? '', cloud) }));
  return { action: `ssm:${action}`, resources };
}

export const SSM: Service = {
  name: 'ssm',
  protocol: jsonProtocol('AmazonSSM'),
  words: jsonWords({ malformedCode: 'ValidationException', signatureStatus: 400 }),
  operations: operationsByName(getParameter, getParameters, getParametersByPath),
};
