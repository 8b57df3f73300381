import { openDialog } from '../dom/dialog.ts';
import { h } from '../dom/element.ts';
import { objectOf, textOf } from '../json.ts';
import type { AppState } from '../state/app-state.ts';
import { read } from '../state/ask.ts';

/** Ms between two looks at the log while it is open. */
const LOG_EVERY_MS = 1_000;

const WORDS = {
  absent: 'drover is not running',
  starting: 'drover starts',
  running: 'drover runs',
  stopping: 'drover stops',
  crashed: 'drover crashed',
} as const;

/** Whether drover runs and how; it opens the end of its log. */
export function droverPill(state: AppState): HTMLElement {
  const dot = h('span', { class: 'dot', attrs: { 'aria-hidden': 'true' } });
  const words = h('span', {}, '…');
  const pill = h(
    'button',
    { class: 'bar-button pill', attrs: { type: 'button' }, on: { click: openLog } },
    dot,
    words,
  );
  state.on(['world', 'window'], () => {
    const lost = state.connection === 'lost';
    const drover = state.world?.drover;
    const text = lost ? 'sandbox out of reach' : drover ? WORDS[drover.state] : 'no drover here';
    if (words.textContent !== text) words.textContent = text;
    pill.dataset['state'] = lost ? 'crashed' : (drover?.state ?? 'absent');
    pill.disabled = !drover;
    pill.title = drover
      ? `${drover.mode === 'socket' ? 'Socket Mode' : 'HTTP mode'} · Redis: ${drover.redis} · open its log`
      : '';
  });
  return pill;
}

function openLog(): void {
  const lines = h('ol', { class: 'log', attrs: { tabindex: 0, 'aria-label': 'Log of drover, newest last' } });
  const show = async (): Promise<void> => {
    const { log } = objectOf(await read('drover'));
    const isAtEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
    lines.replaceChildren(...(Array.isArray(log) ? log.map((line) => drawLine(String(line))) : []));
    if (isAtEnd) lines.scrollTop = lines.scrollHeight;
  };
  const timer = window.setInterval(() => void show(), LOG_EVERY_MS);
  openDialog({
    title: 'The end of drover’s log',
    class: 'wide',
    body: lines,
    onClose: () => window.clearInterval(timer),
  });
  void show();
}

/** A line of JSON with its sentence first; anything else as it is. */
function drawLine(line: string): HTMLElement {
  try {
    const { msg, level, time: _, pid: __, hostname: ___, ...fields } = objectOf(JSON.parse(line));
    return h(
      'li',
      { class: `level-${textOf(level)}` },
      h('b', {}, textOf(msg)),
      Object.keys(fields).length > 0 && h('code', {}, JSON.stringify(fields)),
    );
  } catch {
    return h('li', {}, line);
  }
}
