import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Problem } from './problem.ts';

/** YAML as a plain value, and the line that a path stands in. */
export type ParsedYaml =
  | {
      readonly ok: true;
      readonly value: unknown;
      readonly lineOf: (path: readonly PropertyKey[]) => number | undefined;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function parseYaml(file: string, text: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    return { ok: false, problems: document.errors.map((error) => problemOf(file, error, lines)) };
  return {
    ok: true,
    value: document.toJS(),
    lineOf: (path) => {
      const node: unknown = document.getIn(path, true);
      return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
    },
  };
}

function problemOf(
  file: string,
  error: { readonly message: string; readonly pos: [number, number] },
  lines: LineCounter,
): Problem {
  const { line, col } = lines.linePos(error.pos[0]);
  return { path: `${file}, line ${line}, column ${col}`, message: error.message };
}
