import type { Inspection, InspectionProgress } from '../../compose/inspection.ts';
import { parseTimeScale } from '../../config/time-scale.ts';
import type { PreflightVerdict } from '../../core/preflight/preflight-report.ts';
import { renderReport } from '../../core/preflight/render-report.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { parsePreflight } from './parse-preflight.ts';
import type { PreflightOptions, PreflightSubject } from './parse-preflight.ts';
import { reportProgress } from './report-progress.ts';
import { toJson } from './to-json.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const EXIT_OF: Readonly<Record<PreflightVerdict, ExitCode>> = {
  clean: EXIT.ok,
  warnings: EXIT.bad,
  blockers: EXIT.blockers,
  unknown: EXIT.unknown,
};

/** `drover preflight …`: what would go wrong if these nodes were replaced now. Changes nothing. */
export async function preflight(
  words: readonly string[],
  options: PreflightOptions,
  env: Environment,
  output: Output,
): Promise<ExitCode> {
  const subject = parsePreflight(words, options);
  const progress = reportProgress(output);
  const inspection = await inspect(subject, env, progress).finally(() => progress.done());
  output.out(options.json === true ? json(inspection) : text(inspection, output));
  return EXIT_OF[inspection.report.verdict];
}

async function inspect(
  subject: PreflightSubject,
  env: Environment,
  progress: InspectionProgress,
): Promise<Inspection> {
  switch (subject.kind) {
    // Loaded when needed: an SDK takes longer to load than most commands to run.
    case 'group': {
      const { inspectGroup } = await import('../../compose/inspect-group.ts');
      return inspectGroup(subject, env, progress);
    }
    case 'nodes': {
      const { inspectNodes } = await import('../../compose/inspect-nodes.ts');
      return inspectNodes(subject, parseTimeScale(env), progress);
    }
  }
}

function json({ report }: Inspection): string {
  return JSON.stringify(toJson(report), null, 2);
}

function text({ report, subject }: Inspection, { paint }: Output): string {
  return renderReport(report, subject, paint).trimEnd();
}
