import type { AwsError } from './aws-error.ts';
import type { HttpAnswer } from './http-exchange.ts';
import { jsonOutput } from './json-output.ts';
import type { Protocol } from './service.ts';
import { isTreeObject, type Tree } from './tree.ts';

/** JSON 1.1, or 1.0: the operation in the header X-Amz-Target, everything else in the body. */
export function jsonProtocol(targetPrefix: string, version: '1.0' | '1.1' = '1.1'): Protocol {
  const type = `application/x-amz-json-${version}`;
  return {
    decode(request) {
      const target = request.headers['x-amz-target'] ?? '';
      const [prefix, action] = target.split('.');
      if (prefix !== targetPrefix || !action) return undefined;
      const parameters = parseJson(request.body);
      return parameters === undefined ? undefined : { action, parameters };
    },
    answer: (_action, output, requestId) => ({
      status: 200,
      headers: { 'content-type': type, 'x-amzn-requestid': requestId },
      body: JSON.stringify(jsonOutput(output ?? {})),
    }),
    refuse(error, requestId) {
      const body = JSON.stringify({ __type: error.code, message: error.message, ...error.fields });
      return {
        status: error.status,
        headers: { 'content-type': type, 'x-amzn-requestid': requestId },
        body,
      };
    },
  };
}

/** Where an operation of a REST service lives: `/clusters/{name}/updates/{updateId}`. */
export interface Route {
  readonly action: string;
  readonly method: string;
  readonly path: string;
}

/** REST with JSON bodies: path labels, query and body all become parameters. */
export function restJsonProtocol(routes: readonly Route[]): Protocol {
  const compiled = routes.map((route) => ({ ...route, pattern: routePattern(route.path) }));
  return {
    decode(request) {
      for (const { action, method, pattern } of compiled) {
        const match = method === request.method ? pattern.exec(request.path) : null;
        if (!match) continue;
        const labels = Object.entries(match.groups ?? {}).map(([name, value]) => [
          name,
          decodeURIComponent(value ?? ''),
        ]);
        const query = [...new URLSearchParams(request.query)].filter(([name]) => !/^x-amz-/i.test(name));
        const body = request.body.length === 0 ? {} : parseJson(request.body);
        if (!isTreeObject(body)) return undefined;
        return {
          action,
          parameters: { ...body, ...Object.fromEntries(query), ...Object.fromEntries(labels) },
        };
      }
      return undefined;
    },
    answer: (_action, output, requestId) => ({
      status: 200,
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
      body: JSON.stringify(jsonOutput(output ?? {})),
    }),
    refuse: refuseRest,
  };
}

function refuseRest(error: AwsError, requestId: string): HttpAnswer {
  return {
    status: error.status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amzn-errortype': error.code,
    },
    body: JSON.stringify({ message: error.message, ...error.fields }),
  };
}

function routePattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
}

function parseJson(body: Buffer): Tree | undefined {
  try {
    const tree: Tree = JSON.parse(body.toString('utf8') || '{}');
    return tree;
  } catch {
    return undefined;
  }
}
