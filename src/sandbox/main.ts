import { helpText } from './cli/help-text.ts';
import { parseSandboxOptions } from './cli/options.ts';
import type { SandboxOptions } from './cli/options.ts';
import { runPage } from './cli/run-page.ts';
import { runPlay } from './cli/run-play.ts';
import { runWorldOnly } from './cli/run-world-only.ts';

/** `npm run sandbox`. Exit status 4: what was asked for could not be run. */
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  let options: SandboxOptions;
  try {
    options = parseSandboxOptions(argv);
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : String(error)}. See npm run sandbox -- --help.`,
    );
    return 4;
  }
  try {
    return await run(options);
  } catch (error) {
    console.error(`The sandbox could not go on: ${error instanceof Error ? error.message : String(error)}`);
    return 4;
  }
}

async function run(options: SandboxOptions): Promise<number> {
  switch (options.mode) {
    case 'help':
      console.log(helpText());
      return 0;
    case 'play':
      return runPlay(options);
    case 'world-only':
      await runWorldOnly(options);
      return 0;
    case 'page':
      await runPage(options);
      return 0;
  }
}
