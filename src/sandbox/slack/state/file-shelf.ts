/** A file that was announced, maybe uploaded, maybe shared. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  title: string;
  /** For whoever does not see it. */
  altText: string;
  /** Bytes, as announced. */
  readonly length: number;
  readonly user: string;
  readonly createdAt: number;
  content: Uint8Array | undefined;
  readonly channels: Set<string>;
}

/** The workspace's files. */
export class FileShelf {
  readonly #files = new Map<string, StoredFile>();

  announce(name: string, length: number, user: string): StoredFile {
    const id = `F${String(this.#files.size + 1).padStart(10, '0')}`;
    const file: StoredFile = {
      id,
      name,
      title: name,
      altText: '',
      length,
      user,
      createdAt: Date.now(),
      content: undefined,
      channels: new Set(),
    };
    this.#files.set(id, file);
    return file;
  }

  find(id: string): StoredFile | undefined {
    return this.#files.get(id);
  }

  all(): readonly StoredFile[] {
    return [...this.#files.values()];
  }
}
