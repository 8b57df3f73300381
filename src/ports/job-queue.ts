/** Wake-ups. A job is never the authority to act: losing one costs time, having one twice costs a look. */
export interface JobQueue {
  /** Asks for a tick of a node group as soon as possible; asked twice it is one tick. */
  wakeRollout(cluster: string, nodeGroup: string): Promise<void>;
  /** Asks for the conversation of a node group to be brought up to date. */
  wakeAnnouncer(cluster: string, nodeGroup: string): Promise<void>;
}
