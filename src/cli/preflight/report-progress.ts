import type { InspectionProgress } from '../../compose/inspection.ts';
import type { Output } from '../output.ts';

/** Real ms between two changes of the passing line of a terminal. */
const REDRAW_MS = 100;

/** Real ms between two lines where nobody may look on: a short look stays silent. */
const LINE_MS = 10_000;

/** Tells how far a long look has come, on standard error. `done` takes the last word away. */
export function reportProgress(output: Output): InspectionProgress & { done(): void } {
  const { status } = output;
  const pace = status ? REDRAW_MS : LINE_MS;
  let last = performance.now() - (status ? pace : 0);
  const tell = (text: string, always: boolean): void => {
    const now = performance.now();
    if (now - last < pace && !always) return;
    last = now;
    if (status) status(text);
    else output.err(`drover: ${text}`);
  };
  return {
    onPage(kind, { read, left }) {
      const all = left === undefined || left === 0 ? '' : ` of ${inThousands(read + left)}`;
      tell(`reading ${kind}: ${inThousands(read)}${all}`, false);
    },
    onJudge() {
      tell('checking, and rehearsing the whole run', status !== undefined);
    },
    done() {
      status?.('');
    },
  };
}

function inThousands(count: number): string {
  return count.toLocaleString('en-US');
}
