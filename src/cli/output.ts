/** Where lines go; each is ended by the receiver. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
}
