/**
 * Cordons that somebody took off a node of drover's and set again while no engine looked at nodes. drover's marks are still beside
 * them: from its own cordon nobody can tell such a one.
 */
export class UnseenCordons {
  /** Uids of nodes that were uncordoned since the last look. */
  readonly #takenOff = new Set<string>();
  readonly #unseen = new Set<string>();

  has(uid: string): boolean {
    return this.#unseen.has(uid);
  }

  onUncordoned(uid: string): void {
    this.#takenOff.add(uid);
  }

  onCordoned(uid: string): void {
    if (this.#takenOff.has(uid)) this.#unseen.add(uid);
  }

  /** The cordon is gone: the next one is another case. */
  forget(uid: string): void {
    this.#unseen.delete(uid);
  }

  /** An engine has read something. */
  onRead(operation: string): void {
    if (operation === 'list nodes' || operation.startsWith('get nodes/')) this.#takenOff.clear();
  }
}
