/** Chance and digests, which core must not make itself. */
export interface SecureValues {
  /** Hex of so many random bytes. */
  nonce(bytes: number): string;
  /** Hex SHA-256 of UTF-8 text. */
  sha256(text: string): string;
}
