import { operation } from '../wire/operation.ts';
import { queryProtocol } from '../wire/query-protocol.ts';
import { operationsByName, type Service } from '../wire/service.ts';
import { QUERY_WORDS } from '../wire/service-words.ts';
import { createHash } from 'node:crypto';
import type { Principal } from '../iam/principal.ts';

/** Needs no permission at all; not even a Deny keeps anybody from knowing who they are. */
const getCallerIdentity = operation({
  name: 'GetCallerIdentity',
  access: 'read',
  parameters: {},
  authorize: () => [],
  run: (_input, { cloud, principal }) => ({
    UserId: userIdOf(principal),
    Account: accountOf(principal) ?? cloud.accountId,
    Arn: principal.arn,
  }),
});

/** `AIDA…` for users; `AROA…:session` for sessions of a role. Made from the ARN where none is given. */
function userIdOf(principal: Principal): string {
  if (principal.userId !== undefined) return principal.userId;
  const [, session] = /:assumed-role\/[^/]+\/(.+)$/.exec(principal.arn) ?? [];
  const letters = createHash('sha256').update(principal.arn).digest('hex').toUpperCase().slice(0, 17);
  return session === undefined ? `AIDA${letters}` : `AROA${letters}:${session}`;
}

function accountOf(principal: Principal): string | undefined {
  return /^arn:aws:(?:iam|sts)::(\d{12}):/.exec(principal.arn)?.[1];
}

export const STS: Service = {
  name: 'sts',
  protocol: queryProtocol('https://sts.amazonaws.com/doc/2011-06-15/'),
  words: QUERY_WORDS,
  operations: operationsByName(getCallerIdentity),
};
