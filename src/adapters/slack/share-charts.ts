import type { WebClient } from '@slack/web-api';
import type { ChatMessage } from '../../ports/chat.ts';
import { chartSvg, WIDTH } from './picture/chart-svg.ts';
import { svgToPng } from './picture/svg-to-png.ts';
import { uploadFile } from './upload-file.ts';
import { isChartBlock } from './views/chart-block.ts';
import type { ChartBlock } from './views/chart-block.ts';

const OPERATION = 'slack: share a chart';

interface Place {
  readonly channel: string;
  readonly threadTs: string;
}

/**
 * The charts of a message that this workspace took without them, as pictures below it in the thread. Needs the optional scope
 * `files:write`. Whatever goes wrong is let pass: the message is there, and the same numbers stand in it as lines of text.
 */
export async function shareCharts(
  client: WebClient,
  { blocks }: ChatMessage,
  { channel, threadTs }: Place,
): Promise<'shared' | 'none' | 'failed'> {
  const charts = blocks.filter(isChartBlock);
  if (charts.length === 0) return 'none';
  try {
    const files = await Promise.all(charts.map(async (chart) => uploaded(client, chart)));
    const [first, ...others] = files;
    if (!first) return 'none';
    await client.files.completeUploadExternal({
      files: [first, ...others],
      channel_id: channel,
      thread_ts: threadTs,
    });
    return 'shared';
  } catch {
    return 'failed';
  }
}

async function uploaded(client: WebClient, chart: ChartBlock): Promise<{ id: string; title: string }> {
  const content = await svgToPng(chartSvg(chart), WIDTH);
  const altText = `${chart.title}, at the verdict: ${chart.chart.series.map(lastOf).join(', ')}`;
  const id = await uploadFile(client, { name: `${fileName(chart.title)}.png`, content, altText }, OPERATION);
  return { id, title: chart.title };
}

function lastOf({ name, data }: ChartBlock['chart']['series'][number]): string {
  return `${name} ${data.at(-1)?.value ?? 0} %`;
}

/** `errors-shop-checkout`. */
function fileName(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ['chart'];
  return words.join('-');
}
