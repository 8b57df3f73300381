import type { JsonObject } from '../state/json-object.ts';
import { isJsonObject, objectsOf } from '../state/json-object.ts';
import type { Check } from './check.ts';
import { byType, list, must, number, object, string } from './check.ts';
import type { Problem } from './verdict.ts';

/** Slack's page says 6 series and segments (later readers saw 12), 20 points, labels of 20 characters. */
const SERIES_MAX = 6;
const POINTS_MAX = 20;
const LABEL = string(20, 1);

const point = object({ label: must(LABEL), value: must(number()) });
const series = object({ name: must(LABEL), data: must(list(point, POINTS_MAX, 1)) });
const plotted = object(
  {
    type: string(64),
    series: must(list(series, SERIES_MAX, 1)),
    axis_config: must(
      object({ categories: must(list(LABEL, POINTS_MAX, 1)), x_label: string(50), y_label: string(50) }),
    ),
  },
  pointsOfCategories,
);

/** The `chart` of a `data_visualization` block. */
export const CHART: Check = byType({
  pie: object({ type: string(64), segments: must(list(point, SERIES_MAX, 1)) }),
  bar: plotted,
  area: plotted,
  line: plotted,
});

/** Series have names of their own, and each has one point for each category, in their order. */
function pointsOfCategories(chart: JsonObject, pointer: string, found: Problem[]): void {
  const names = objectsOf(chart['series']).map(({ name }) => name);
  if (new Set(names).size < names.length) found.push({ message: 'names of series must be unique', pointer });
  const config = chart['axis_config'];
  const categories = isJsonObject(config) ? config['categories'] : undefined;
  if (!Array.isArray(categories)) return;
  for (const [index, one] of objectsOf(chart['series']).entries()) {
    const labels = objectsOf(one['data']).map(({ label }) => label);
    const same = labels.length === categories.length && labels.every((label, at) => label === categories[at]);
    if (!same)
      found.push({
        message: 'labels must match axis categories',
        pointer: `${pointer}/series/${index}/data`,
      });
  }
}
