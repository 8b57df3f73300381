import type { ChosenGroup } from '../../compose/chosen-group.ts';
import type { ChosenNodes } from '../../compose/inspect-nodes.ts';
import { CannotRun } from '../exit-code.ts';

/** Options of the command line that preflight knows. */
export interface PreflightOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly selector?: string;
  readonly json?: boolean;
}

/** `group`: of the configuration. `nodes`: by their labels, without any configuration. */
export type PreflightSubject =
  | ({ readonly kind: 'group' } & ChosenGroup)
  | ({ readonly kind: 'nodes' } & ChosenNodes);

const GROUP_USAGE = 'drover preflight CLUSTER NODE-GROUP';
const NODES_USAGE = 'drover preflight --kubeconfig FILE --selector KEY=VALUE';

/** What was asked for. Throws CannotRun with a sentence for the person who typed it. */
export function parsePreflight(words: readonly string[], options: PreflightOptions): PreflightSubject {
  const { kubeconfig, context, selector } = options;
  const [cluster, nodeGroup, extra] = words;
  if (kubeconfig === undefined && selector === undefined) {
    if (cluster === undefined || nodeGroup === undefined)
      throw new CannotRun(`preflight needs to know of what: ${GROUP_USAGE}, or ${NODES_USAGE}`);
    if (extra !== undefined) throw new CannotRun(`"${extra}" is one word too many: ${GROUP_USAGE}`);
    if (context !== undefined) throw new CannotRun(`--context goes with --kubeconfig: ${NODES_USAGE}`);
    return { kind: 'group', cluster, nodeGroup };
  }
  if (!kubeconfig) throw new CannotRun(`--selector needs --kubeconfig beside it: ${NODES_USAGE}`);
  if (!selector) throw new CannotRun(`--kubeconfig needs --selector beside it: ${NODES_USAGE}`);
  if (cluster !== undefined) throw new CannotRun(`"${cluster}" is one word too many: ${NODES_USAGE}`);
  return { kind: 'nodes', kubeconfig, context, selector: parseSelector(selector) };
}

/** A name with or without a domain before it, and a value; as the API server would accept them of a label. */
const TERM =
  /^(?<key>([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?)==?(?<value>([A-Za-z0-9]([-\w.]*[A-Za-z0-9])?)?)$/;

/** `role=worker,zone=a` as kubectl takes it, but for the forms that are no plain equality. */
function parseSelector(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const term of text.split(',')) {
    const { key, value } = TERM.exec(term.trim())?.groups ?? {};
    if (key === undefined || value === undefined)
      throw new CannotRun(
        `"${text}" is no selector; a selector looks like role=worker or role=worker,zone=a`,
      );
    if (key in labels && labels[key] !== value)
      throw new CannotRun(`"${text}" asks for two values of ${key}, which no node has`);
    labels[key] = value;
  }
  return labels;
}
