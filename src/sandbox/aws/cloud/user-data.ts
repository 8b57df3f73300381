import type { NodeTaint } from '../../machines.ts';

/** What user data tells the kubelet of its node. */
export interface NodeRegistration {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

/**
 * Reads `--node-labels` and `--register-with-taints` wherever they stand: in the arguments of bootstrap.sh (Amazon
 * Linux 2) or among the kubelet flags of a NodeConfig (Amazon Linux 2023). Bottlerocket's TOML is not read.
 */
export function readUserData(base64: string | undefined): NodeRegistration {
  const text = Buffer.from(base64 ?? '', 'base64').toString('utf8');
  return {
    labels: Object.fromEntries(
      flagValues(text, 'node-labels')
        .map((pair) => pair.split('=', 2))
        .filter(([key]) => key)
        .map(([key, value]) => [key ?? '', value ?? '']),
    ),
    taints: flagValues(text, 'register-with-taints').flatMap((taint) => parseTaint(taint)),
  };
}

/** User data in the form of Amazon Linux 2023, for scenario builders. */
export function writeUserData(registration: NodeRegistration, cluster: string): string {
  const labels = Object.entries(registration.labels).map(([key, value]) => `${key}=${value}`);
  const taints = registration.taints.map(({ key, value, effect }) => `${key}=${value ?? ''}:${effect}`);
  const flags = [
    ...(labels.length > 0 ? [`--node-labels=${labels.join(',')}`] : []),
    ...(taints.length > 0 ? [`--register-with-taints=${taints.join(',')}`] : []),
  ];
  const lines = [
    'apiVersion: node.eks.aws/v1alpha1',
    'kind: NodeConfig',
    'spec:',
    '  cluster:',
    `    name: ${cluster}`,
    ...(flags.length > 0 ? ['  kubelet:', '    flags:', ...flags.map((flag) => `      - "${flag}"`)] : []),
  ];
  return Buffer.from(`${lines.join('\n')}\n`).toString('base64');
}

function flagValues(text: string, flag: string): readonly string[] {
  const values = [...text.matchAll(new RegExp(`--${flag}[= ]([^\\s"']+)`, 'g'))];
  return values.flatMap(([, value]) => (value ?? '').split(',')).filter((value) => value !== '');
}

function parseTaint(text: string): readonly NodeTaint[] {
  const [pair = '', word] = text.split(':', 2);
  const effect = EFFECTS.find((known) => known === word);
  const [key = '', value] = pair.split('=', 2);
  if (!effect || !key) return [];
  return [value ? { key, value, effect } : { key, effect }];
}
