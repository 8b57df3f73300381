/** What may have changed: the cluster, what is said in Slack, or what this window shows of either. */
export type Topic = 'world' | 'slack' | 'window';
