import { KubeConfig } from '@kubernetes/client-node';
import { eksKubeConfig } from './eks-kube-config.ts';
import { KubernetesConnection } from './kubernetes-connection.ts';
import type { LoadKubeConfig } from './kubernetes-connection.ts';

/** How a cluster is reached. */
export type ClusterConnection =
  | { readonly kind: 'kubeconfig'; readonly file: string; readonly context: string | undefined }
  /** The service account of the pod that this process runs in. The prefix stands before its usual paths. */
  | { readonly kind: 'inside'; readonly pathPrefix: string | undefined }
  | { readonly kind: 'eks'; readonly name: string; readonly region: string };

/** A connection to a cluster. Nothing is read and nothing is asked before the first call. */
export function connectCluster(connection: ClusterConnection, userAgent: string): KubernetesConnection {
  return new KubernetesConnection(loaderOf(connection, userAgent), userAgent);
}

function loaderOf(connection: ClusterConnection, userAgent: string): LoadKubeConfig {
  switch (connection.kind) {
    case 'kubeconfig':
      return () => fromFile(connection.file, connection.context);
    case 'inside':
      return () => fromInside(connection.pathPrefix);
    case 'eks':
      return async () => eksKubeConfig(connection.name, connection.region, userAgent);
  }
}

function fromFile(file: string, context: string | undefined): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(file);
  if (context === undefined) return config;
  if (!config.getContextObject(context)) {
    const known = config.getContexts().map(({ name }) => name);
    throw new Error(`${file} has no context ${context}; it has ${known.join(', ') || 'none'}`);
  }
  config.setCurrentContext(context);
  return config;
}

function fromInside(pathPrefix: string | undefined): KubeConfig {
  const config = new KubeConfig();
  config.loadFromCluster(pathPrefix);
  return config;
}
