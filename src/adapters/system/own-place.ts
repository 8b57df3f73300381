/** Where this process runs, if the pod's manifest says so (the downward API). */
export interface OwnPlace {
  readonly nodeName?: string;
  readonly podName?: string;
}

export function readOwnPlace(env: Readonly<Record<string, string | undefined>>): OwnPlace {
  const nodeName = env['NODE_NAME']?.trim();
  const podName = env['POD_NAME']?.trim();
  return { ...(nodeName ? { nodeName } : {}), ...(podName ? { podName } : {}) };
}
