/** What the readers of each kind of payload share. */
export interface Envelope {
  readonly receivedAt: number;
  readonly proof: string | null;
  readonly teamId: string;
}
