/** Tells that something changed in a cluster. It says only that a look is worthwhile: decisions read afresh. */
export interface WakeSource {
  /**
   * Calls back after changes of nodes, pods, budgets, volume attachments or slots, until stopped. Never throws;
   * reconnects by itself. At the start and after a gap `name` is empty: anything of that kind may have changed.
   */
  start(onChange: (kind: string, namespace: string | undefined, name: string) => void): { stop(): void };
}
