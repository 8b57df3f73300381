import { readdirSync, readFileSync, statSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  readonly type: string;
  readonly body: string;
}

const FOLDER = new URL('../page/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

/** The page's own files by their path in its folder. The browser gets TypeScript without its types, made once. */
export class PageFiles {
  readonly #names: ReadonlySet<string>;
  readonly #read = new Map<string, { readonly changedAt: number; readonly file: PageFile }>();

  constructor() {
    const entries = readdirSync(FOLDER, { recursive: true, withFileTypes: true });
    const root = fileURLToPath(FOLDER);
    const paths = entries
      .filter((entry) => entry.isFile() && extname(entry.name) in TYPES && !entry.name.endsWith('.d.ts'))
      .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(root.length));
    this.#names = new Set(paths.map((path) => path.replace(/^\/+/, '')));
  }

  /** Undefined: the page has no such file. Only names that were listed are ever opened. */
  get(name: string): PageFile | undefined {
    if (!this.#names.has(name)) return undefined;
    const changedAt = statSync(new URL(name, FOLDER)).mtimeMs;
    const known = this.#read.get(name);
    // Whoever works on the page sees a change at the next load.
    if (known?.changedAt === changedAt) return known.file;
    const file = read(name);
    this.#read.set(name, { changedAt, file });
    return file;
  }
}

function read(name: string): PageFile {
  const extension = extname(name);
  const body = readFileSync(new URL(name, FOLDER), 'utf8');
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    body: extension === '.ts' ? withoutTypes(body) : body,
  };
}

/** Node says once a process that this function of its is new; whoever starts the sandbox need not read that. */
function withoutTypes(source: string): string {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
