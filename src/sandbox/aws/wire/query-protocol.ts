import { queryParameters } from './query-parameters.ts';
import type { HttpRequest } from './http-exchange.ts';
import type { Asked, Protocol } from './service.ts';
import { isTreeObject } from './tree.ts';
import { escapeXml, xmlContent, xmlElement } from './xml.ts';

/** The query protocol: form parameters in, XML with a `…Result` element out. `namespace`: the service's XML namespace. */
export function queryProtocol(namespace: string): Protocol {
  return {
    decode: decodeQuery,
    answer(action, output, requestId) {
      const result = xmlElement(`${action}Result`, output, 'member');
      const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      const body = `<${action}Response xmlns="${namespace}">${result}${metadata}</${action}Response>`;
      return { status: 200, headers: xmlHeaders(requestId), body };
    },
    refuse(error, requestId) {
      const detail = `<Type>${error.type}</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message>`;
      const body = `<ErrorResponse xmlns="${namespace}"><Error>${detail}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
      return { status: error.status, headers: xmlHeaders(requestId), body };
    },
  };
}

/** EC2's variant: lists without `member` in, `item` elements and no Result element out. */
export function ec2Protocol(namespace: string): Protocol {
  return {
    decode: decodeQuery,
    answer(action, output, requestId) {
      const content = `<requestId>${requestId}</requestId>${xmlContent(output, 'item')}`;
      const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="${namespace}">${content}</${action}Response>`;
      return { status: 200, headers: xmlHeaders(requestId), body };
    },
    refuse(error, requestId) {
      const detail = `<Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message>`;
      const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error>${detail}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
      return { status: error.status, headers: xmlHeaders(requestId), body };
    },
  };
}

function decodeQuery(request: HttpRequest): Asked | undefined {
  const form = request.method === 'GET' ? request.query : request.body.toString('utf8');
  const tree = queryParameters(form);
  if (!isTreeObject(tree)) return undefined;
  const { Action: action, Version: _version, ...rest } = tree;
  if (typeof action !== 'string' || action === '') return undefined;
  // The parts of a presigned request's signature are no parameters of the operation.
  const parameters = Object.fromEntries(Object.entries(rest).filter(([name]) => !/^x-amz-/i.test(name)));
  return { action, parameters };
}

function xmlHeaders(requestId: string): Record<string, string> {
  return { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId };
}
