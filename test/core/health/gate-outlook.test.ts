import { expect, it } from 'vitest';
import { gateOutlook } from '../../../src/core/health/gate-outlook.ts';
import { KNOWN_SERIES } from '../../../src/core/health/known-series.ts';
import { measured } from '../../../src/core/health/measured.ts';

it('an approval counts workloads by what tells of them, and names the first that nothing tells of', () => {
  const series = KNOWN_SERIES.find(({ name }) => name === 'Spring');
  const spring = series ? [measured({ kind: 'series', series } as const)] : [];
  const group = measured({ kind: 'ambient', name: 'targetgroup/web/1f', dimensions: {} } as const);
  const none = { kind: 'not-offered', why: 'there are none' } as const;
  const lines = gateOutlook(
    [...spring, ...spring, group, none, none, none, none, none].map((found, index) => ({
      workload: `Deployment/shop/w${index}`,
      found,
    })),
  );

  expect(lines).toEqual([
    'Spring (http_server_requests_seconds_count) by status for 2 workloads',
    'targetgroup/web/1f for 1 workload',
    'requests of Deployment/shop/w3 are not judged: there are none',
    'requests of Deployment/shop/w4 are not judged: there are none',
    'requests of Deployment/shop/w5 are not judged: there are none',
    'nor are those of 2 more workloads',
  ]);
});
