import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderScenarios } from '../../src/sandbox/cli/render-scenarios.ts';
import { ROOT } from './a-copy.ts';

const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
}).split('\0');

const documents = tracked
  .filter((file) => file.endsWith('.md') && !file.startsWith('test/recordings/'))
  .filter((file) => existsSync(join(ROOT, file)))
  .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));

describe('the documents', () => {
  it('are there', () => {
    const files = documents.map(({ file }) => file);

    expect(files).toEqual(
      expect.arrayContaining([
        'README.md',
        'CHANGELOG.md',
        'src/README.md',
        'jobs/README.md',
        'manifests/README.md',
        'test/README.md',
        'src/sandbox/README.md',
      ]),
    );
  });

  it.each(documents)('$file links to what exists', ({ file, text }) => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
      (match) => match[1] ?? '',
    );

    expect(links.filter((link) => !existsSync(join(ROOT, dirname(file), link)))).toEqual([]);
  });

  it.each(documents)('$file names scripts that exist', ({ text }) => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...text.matchAll(/npm run (?:-s |--silent )?([a-z][a-z:-]*)/g)].map(
      (match) => match[1] ?? '',
    );

    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(documents)('$file names folders and files that exist', ({ file, text }) => {
    const named = [...text.matchAll(/`((?:src|test|jobs|manifests|docs)\/[\w./-]+)`/g)].map(
      (match) => match[1] ?? '',
    );

    expect(
      named.filter((path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, dirname(file), path))),
    ).toEqual([]);
  });

  it('docs/scenarios.md is what the catalogue of scenarios says', () => {
    const page = readFileSync(join(ROOT, 'docs/scenarios.md'), 'utf8');

    expect(page).toBe(renderScenarios());
  });
});
