import { relative } from 'node:path';
import type { Failure, StageResult, TestName } from './stage.ts';

/** What vitest's JSON reporter writes, as far as it is read here. */
export interface VitestReport {
  readonly testResults: readonly FileReport[];
}

interface FileReport {
  /** The path of the file. */
  readonly name: string;
  readonly status: string;
  readonly message?: string;
  readonly assertionResults: readonly AssertionReport[];
}

interface AssertionReport {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  readonly failureMessages?: readonly string[] | null;
}

/** Counts by the tool's own report. A file that could not be loaded is one failed test. */
export function readVitestReport(report: VitestReport, root: string): StageResult {
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map((one) => ({ ...nameOf(file, one, root), ...one })),
  );
  const known = new Set(['passed', 'failed', 'skipped', 'pending', 'todo', 'disabled']);
  const unknown = tests.filter(({ status }) => !known.has(status));
  const failures: readonly Failure[] = [
    ...report.testResults.flatMap((file) => brokenFile(file, root)),
    ...tests.filter(({ status }) => status === 'failed').map(failureOf),
    ...unknown.map((test) => ({ name: fullName(test), message: `it has the unknown status ${test.status}` })),
  ];
  const isSkipped = ({ status }: AssertionReport): boolean =>
    known.has(status) && status !== 'passed' && status !== 'failed';
  const ran = tests.filter((test) => !isSkipped(test));
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failures,
    skipped: tests.filter(isSkipped).map(({ file, test }) => ({ file, test })),
    ran: ran.map(({ file, test }) => ({ file, test })),
    read: `${tests.length} tests in ${report.testResults.length} files`,
  };
}

function nameOf({ name }: FileReport, { ancestorTitles, title }: AssertionReport, root: string): TestName {
  return { file: relative(root, name), test: [...ancestorTitles, title].join(' > ') };
}

function brokenFile(file: FileReport, root: string): readonly Failure[] {
  const hasFailedTest = file.assertionResults.some(({ status }) => status === 'failed');
  if (file.status !== 'failed' || hasFailedTest) return [];
  return [{ name: relative(root, file.name), message: file.message ?? 'the file could not be run' }];
}

function failureOf(test: AssertionReport & TestName): Failure {
  const messages = test.failureMessages ?? [];
  return { name: fullName(test), message: messages.join('\n') || 'it failed and did not say why' };
}

function fullName({ file, test }: TestName): string {
  return `${file}: ${test}`;
}
