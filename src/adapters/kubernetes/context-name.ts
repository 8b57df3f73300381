import { KubeConfig } from '@kubernetes/client-node';

/** The context of a kubeconfig that will be used: the one that was asked for, or its current one. Throws one sentence. */
export function contextName(file: string, wanted: string | undefined): string {
  const config = load(file);
  const name = wanted ?? config.getCurrentContext();
  const known = config.getContexts().map((context) => context.name);
  // client-node takes a current context that is not set for the word "undefined".
  if (known.includes(name)) return name;
  const there = `it has ${known.join(', ') || 'none'}`;
  throw new Error(
    wanted === undefined
      ? `${file} has no current context; name one with --context: ${there}`
      : `${file} has no context ${wanted}; ${there}`,
  );
}

function load(file: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Error(`the kubeconfig ${file} cannot be read: ${reason ?? ''}`, { cause: error });
  }
  return config;
}
