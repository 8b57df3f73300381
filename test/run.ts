import { fileURLToPath } from 'node:url';
import { helpText, parseRunOptions } from './run/options.ts';
import type { RunOptions } from './run/options.ts';
import { endEverything } from './run/run-command.ts';
import { runStages } from './run/run-stages.ts';
import type { RunResult } from './run/run-stages.ts';
import { STAGES } from './run/stages.ts';

/** `npm test`. The last line on stdout is the count. Exit status: 0 all passed, 1 not, 4 it could not be run. */
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  let options: RunOptions;
  try {
    options = parseRunOptions(argv, STAGES);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}. See npm test -- --help.`);
    return 4;
  }
  if (options.help) {
    console.log(helpText(STAGES));
    return 0;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      endEverything();
      process.exit(1);
    });
  }
  const begun = performance.now();
  const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
  const result = await runStages(options.stages, root, (line) => console.log(line));
  printEnd(result, (performance.now() - begun) / 1_000);
  return result.failures.length === 0 && result.passed > 0 ? 0 : 1;
}

function printEnd({ passed, failures, notes, skipped }: RunResult, seconds: number): void {
  for (const { name, message } of failures) {
    console.log(`\nFAILED ${name}\n${message.replaceAll(/^/gm, '  ')}`);
  }
  console.log('');
  for (const note of notes) console.log(`note: ${note}`);
  if (skipped > 0) console.log(`${skipped} skipped, see test/skips.json`);
  console.log(`${Math.round(seconds)} s in all`);
  console.log(`${passed} passed, ${failures.length} failed`);
}
