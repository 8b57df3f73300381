import { describe, expect, it } from 'vitest';
import { firingAlertOf } from '../../../src/adapters/metrics/firing-alert-of.ts';
import type { FiringAlert } from '../../../src/core/health/firing-alert.ts';
import { judgeAlerts, withAlerts } from '../../../src/core/health/judge-alerts.ts';
import type { AlertRecord } from '../../../src/core/health/judge-alerts.ts';
import { judgeNodes } from '../../../src/core/health/judge-nodes.ts';
import { measured } from '../../../src/core/health/measured.ts';
import type { Measured } from '../../../src/core/health/measured.ts';
import { compareNodes } from '../../../src/core/health/node-use.ts';
import type { NodeLook, NodeUse } from '../../../src/core/health/node-use.ts';
import { TIMING } from './a-window.ts';

const EVERY = TIMING.everyMs;
const ENDS = TIMING.windowMs;

const down = anAlert({ alertname: 'CartIsDown', severity: 'critical', namespace: 'shop', pod: 'cart-1' });
const moved = anAlert({ alertname: 'CartIsDown', severity: 'critical', namespace: 'shop', pod: 'cart-9' });
const full = anAlert({ alertname: 'DiskIsFull', severity: 'critical', instance: '10.0.0.9:9100' });

function anAlert(labels: Readonly<Record<string, string>>): FiringAlert {
  return firingAlertOf({ alertstate: 'firing', ...labels }, 'namespace');
}

/** What is said after these looks, `before` having fired at the claim. */
function said(
  before: readonly FiringAlert[],
  looks: readonly Measured<readonly FiringAlert[]>[],
  now = looks.length * EVERY,
): readonly string[] {
  const start: AlertRecord = { before: before.map(({ key }) => key), looks: [] };
  const record = looks.reduce((kept, look, index) => withAlerts(kept, (index + 1) * EVERY, look), start);
  return judgeAlerts(record, ENDS, now).map(({ verdict, sentence }) => `${verdict} ${sentence}`);
}

describe('an alert that fires', () => {
  const error = { kind: 'error', why: 'it does not answer' } as const;

  it('asks for a person when it is new since the claim, and is seen twice', () => {
    expect(said([], [measured([]), measured([down]), measured([down, full])])).toEqual([
      'PAUSE CartIsDown (critical) in shop fires, and did not when the node was claimed (2 looks in a row).',
    ]);
  });

  it.each([
    ['that fired before the claim', [down], [measured([down]), measured([down])]],
    [
      'that fired before the claim, and is now about the pod that moved',
      [down],
      [measured([moved]), measured([moved])],
    ],
    ['that has gone again', [], [measured([down]), measured([])]],
    ['when there is none', [], [measured([]), measured([])]],
  ])('says nothing: one %s', (_, before, looks) => {
    expect(said(before, looks)).toEqual([]);
  });

  it('keeps the window open while it was seen once', () => {
    expect(said([], [measured([]), measured([full])])).toEqual([
      'EXTEND DiskIsFull (critical) fires since a moment ago; the next look tells whether it lasts.',
    ]);
  });

  it('is not forgotten by a look that failed', () => {
    expect(said([], [measured([down]), error, measured([down])])[0]).toMatch(/^PAUSE CartIsDown/);
  });

  it('is not known of where the source does not tell, which is no health', () => {
    expect(said([], [measured([]), error])).toEqual([]);
    expect(said([], [error, error, error, error, error])).toEqual([
      'UNKNOWN Alerts could not be read: it does not answer.',
    ]);
    expect(said([], [measured([]), error], ENDS)).toEqual([
      'UNKNOWN Alerts could not be read: it does not answer.',
    ]);
  });

  it('is no concern where nobody wants alerts to be looked at', () => {
    expect(judgeAlerts(undefined, ENDS, ENDS)).toEqual([]);
  });

  it('never halts, however many there are', () => {
    const many = Array.from({ length: 50 }, (_, index) => anAlert({ alertname: `A${index}` }));

    expect(said([], [measured(many), measured(many)])[0]).toMatch(/^PAUSE A0, A1/);
  });
});

function node(name: string, shares: NodeUse['shares']): NodeUse {
  return { node: name, shares };
}

/** Looks at one patched node and two others, with these shares of busy CPU. */
function looks(count: number, patched: NodeUse['shares'], others: NodeUse['shares']): readonly NodeLook[] {
  return Array.from({ length: count }, (_, index) =>
    compareNodes(
      (index + 1) * EVERY,
      measured([
        node('new', patched),
        node('newer', { 'node-cpu': 0.1 }),
        node('old-1', others),
        node('old-2', others),
      ]),
      isNew,
    ),
  );
}

function isNew({ node: name }: NodeUse): boolean {
  return name.startsWith('new');
}

function verdict(seen: readonly NodeLook[], now = seen.length * EVERY): readonly string[] {
  return judgeNodes(seen, TIMING, now).reasons.map((one) => `${one.verdict} ${one.sentence}`);
}

describe('a patched node', () => {
  const busy = { 'node-cpu': 0.97 };

  it('that is busy for three minutes, as the others are not, is looked at for longer, and then by a person', () => {
    expect(verdict(looks(5, busy, { 'node-cpu': 0.4 }))).toEqual([]);
    expect(verdict(looks(6, busy, { 'node-cpu': 0.4 }))).toEqual([
      'EXTEND Node/new: CPU busy 97 %, 40 % on the other nodes, 6 evaluations in a row.',
    ]);
    expect(verdict(looks(40, busy, { 'node-cpu': 0.4 }))[0]).toMatch(/^PAUSE Node\/new/);
  });

  it.each([
    ['where all nodes are as busy', looks(40, busy, { 'node-cpu': 0.93 })],
    ['that is busy, but not nearly all the time', looks(40, { 'node-cpu': 0.89 }, { 'node-cpu': 0.1 })],
    [
      'that was busy for a while',
      [...looks(9, busy, { 'node-cpu': 0.4 }), ...looks(1, { 'node-cpu': 0.5 }, { 'node-cpu': 0.4 })],
    ],
    [
      'whose programs wait as much as those of the others',
      looks(40, { 'cpu-pressure': 0.4 }, { 'cpu-pressure': 0.3 }),
    ],
  ])('says nothing: one %s', (_, seen) => {
    expect(verdict(seen)).toEqual([]);
  });

  it.each([
    ['cpu-pressure', 0.3, 'programs wait for CPU in 30 %'],
    ['memory-pressure', 0.15, 'programs stand still for memory in 15 %'],
    ['io-pressure', 0.15, 'programs stand still for disks in 15 %'],
  ] as const)('whose programs stand still is told: %s', (metric, share, words) => {
    expect(verdict(looks(6, { [metric]: share }, { [metric]: 0.01 }))).toEqual([
      `EXTEND Node/new: ${words}, 1.0 % on the other nodes, 6 evaluations in a row.`,
    ]);
  });

  it('never halts', () => {
    const seen = looks(60, { 'node-cpu': 1, 'memory-pressure': 1 }, { 'node-cpu': 0, 'memory-pressure': 0 });

    expect(new Set(judgeNodes(seen, TIMING, 10 ** 9).reasons.map((one) => one.verdict))).toEqual(
      new Set(['PAUSE']),
    );
  });

  it('is not judged without another one, nor where the source does not tell: and that is said', () => {
    const alone = compareNodes(EVERY, measured([node('new', busy)]), isNew);
    const away = compareNodes(EVERY, { kind: 'error', why: 'it does not answer' }, isNew);

    expect(judgeNodes([alone], TIMING, EVERY)).toEqual({
      reasons: [],
      judged: [],
      notJudged: [{ metric: 'node-cpu', why: 'there is no other node to compare with' }],
    });
    expect(judgeNodes([away], TIMING, EVERY).notJudged[0]).toEqual({
      metric: 'node-cpu',
      why: 'it does not answer',
    });
    expect(judgeNodes(looks(1, busy, busy), TIMING, EVERY).judged).toHaveLength(1);
  });
});
