import type { IncomingHttpHeaders } from 'node:http';

/** The names under which a loopback address is reached. */
const NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether a request may steer the sandbox: a program (no Origin), or the sandbox's own page. A page from elsewhere that
 * is open in the same browser must not, nor one that had its name pointed to loopback (then the Host is its own).
 */
export function isSameOrigin(headers: IncomingHttpHeaders, port: number): boolean {
  const hosts = NAMES.map((name) => `${name}:${port}`);
  const { host, origin } = headers;
  if (host === undefined || !hosts.includes(host)) return false;
  if (headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] !== 'navigate') return false;
  return origin === undefined || origin === `http://${host}`;
}
