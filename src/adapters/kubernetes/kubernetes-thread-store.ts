import { z } from 'zod';
import type { ThreadState, ThreadStore } from '../../ports/thread-store.ts';
import { ConfigMapStore } from './config-map-store.ts';
import type { KubernetesConnection } from './kubernetes-connection.ts';
import { threadLabels, threadName } from './slot-names.ts';

const conversation = z.object({
  rolloutId: z.string(),
  channel: z.string(),
  rootTs: z.string().exactOptional(),
  toldUpTo: z.int(),
  telling: z.int().exactOptional(),
  rootDigest: z.string().exactOptional(),
  haltTs: z.string().exactOptional(),
  haltId: z.string().exactOptional(),
});

const threadSchema = conversation.extend({ former: conversation.exactOptional() });

/** Where conversations are, as ConfigMaps beside the slots. One that cannot be read is as one that was never written. */
export class KubernetesThreadStore implements ThreadStore {
  readonly #maps: ConfigMapStore;

  constructor(connection: KubernetesConnection, namespace: string) {
    this.#maps = new ConfigMapStore(connection, namespace);
  }

  async read(nodeGroup: string): Promise<ThreadState | undefined> {
    const stored = await this.#maps.read(threadName(nodeGroup));
    const parsed = threadSchema.safeParse(parseJson(stored?.text));
    return parsed.success ? parsed.data : undefined;
  }

  async save(nodeGroup: string, state: ThreadState): Promise<void> {
    const name = threadName(nodeGroup);
    const wanted = { name, text: JSON.stringify(state), labels: threadLabels(nodeGroup) };
    const replaced = await this.#maps.replace(wanted, undefined);
    if (replaced.kind === 'saved') return;
    // It was not there. If someone makes it at this very moment, theirs was the last write.
    await this.#maps.create(wanted);
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
