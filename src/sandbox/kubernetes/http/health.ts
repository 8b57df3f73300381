import { JSON_TYPE, TEXT_TYPE, type Answer } from './exchange.ts';

/** The checks that the server names; in this world all of them pass while it answers at all. */
const CHECKS = [
  'ping',
  'log',
  'etcd',
  'poststarthook/start-apiserver-admission-initializer',
  'poststarthook/rbac/bootstrap-roles',
  'poststarthook/scheduling/bootstrap-system-priority-classes',
];

const ENDPOINTS = ['healthz', 'livez', 'readyz'];

const VERSION = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.5',
  gitCommit: 'sandbox',
  gitTreeState: 'clean',
  buildDate: '2025-05-20T18:31:09Z',
  goVersion: 'go1.23.8',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** Health, version and the list of paths; undefined for other paths. */
export function answerHealth(
  path: string,
  query: URLSearchParams,
  paths: readonly string[],
): Answer | undefined {
  if (path === '/version' || path === '/version/')
    return { code: 200, body: VERSION, contentType: JSON_TYPE };
  if (path === '/') return { code: 200, body: { paths } };
  const [endpoint = '', ...check] = path.slice(1).split('/');
  if (!ENDPOINTS.includes(endpoint)) return undefined;
  if (check.length > 0 && !CHECKS.includes(check.join('/'))) return undefined;
  if (query.has('verbose') && check.length === 0) return text(verbose(endpoint, query.getAll('exclude')));
  return text('ok');
}

function verbose(endpoint: string, excluded: readonly string[]): string {
  const lines = CHECKS.map((check) => `[+]${check} ${excluded.includes(check) ? 'excluded: ok' : 'ok'}\n`);
  return `${lines.join('')}${endpoint} check passed\n`;
}

function text(body: string): Answer {
  return { code: 200, body, contentType: TEXT_TYPE };
}
