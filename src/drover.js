#!/usr/bin/env node
// Plain JavaScript that old releases of Node can read too, so that they can say what is missing.
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const COULD_NOT_RUN = 4;

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error(`drover: it needs Node.js ${NEEDED} or later, and this is ${process.versions.node}.`);
  process.exit(COULD_NOT_RUN);
}

// A checkout runs from its source, so that an old build beside it is never run by mistake; an image has the build alone.
const hasSource = existsSync(fileURLToPath(new URL('./cli/run-cli.ts', import.meta.url)));

/** Loads a module of ours by its name under src, without its ending. */
function load(name) {
  return import(hasSource ? `./${name}.ts` : `../dist/src/${name}.js`);
}

async function serve() {
  const { readVersion } = await load('config/version');
  const { runDrover } = await load('main');
  return Number(await runDrover(process.env, readVersion()));
}

async function main() {
  const { runCli } = await load('cli/run-cli');
  const { terminalOutput } = await load('cli/terminal-output');
  return Number(await runCli(process.argv.slice(2), process.env, serve, terminalOutput(process)));
}

main().then(
  // Explicitly: a client that reconnects for ever must not keep a finished process alive.
  (code) => {
    process.exit(code);
  },
  (error) => {
    console.error(`drover: ${error.message}`);
    process.exit(COULD_NOT_RUN);
  },
);
