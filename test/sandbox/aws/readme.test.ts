import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SERVICES } from '../../../src/sandbox/aws/services.ts';

it('the README lists the operations that are served, all of them and no others', () => {
  const readme = readFileSync(new URL('../../../src/sandbox/aws/README.md', import.meta.url), 'utf8');
  const listed = readme.split('<!-- operations -->')[1]?.split('<!-- end of operations -->')[0]?.trim();

  const served = [...SERVICES.values()]
    .map(({ name, operations }) => `- **${name}**: ${[...operations.keys()].toSorted().join(', ')}`)
    .toSorted();

  expect(listed?.split('\n')).toEqual(served);
});
