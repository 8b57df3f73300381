import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../architecture/a-copy.ts';
import { readDockerfile } from './read-dockerfile.ts';

const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const stages = readDockerfile(text);
const last = stages.at(-1);

describe('the Dockerfile', () => {
  it('builds in one stage and runs in another, which has no shell', () => {
    expect(stages).toHaveLength(2);
    expect(last?.base).toMatch(/distroless/);
    expect(last?.instructions.filter(({ name }) => name === 'RUN')).toEqual([]);
  });

  it('stands on fixed versions of Node 24, the one that the project is tested with', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      devDependencies: { node: string };
    };

    expect(stages[0]?.base).toBe(`node:${devDependencies.node}-bookworm-slim`);
    expect(last?.base).toMatch(/nodejs24-/);
    expect(text).not.toContain(':latest');
  });

  it('runs as a user without a name in the manifests, given by its number', () => {
    expect(last?.instructions).toContainEqual({ name: 'USER', text: '65532:65532' });
  });

  it('copies what it names, never the whole checkout, and takes nothing from the network but packages', () => {
    const instructions = stages.flatMap((stage) => stage.instructions);
    const copied = instructions.filter(({ name }) => name === 'COPY').map((one) => one.text);

    expect(copied.filter((one) => /^\.\s|^\*/.test(one))).toEqual([]);
    expect(instructions.filter(({ name }) => name === 'ADD' || name === 'ARG')).toEqual([]);
    expect(text).not.toMatch(/curl|wget|sudo|chmod 777|npm ci/);
  });

  it('starts its program without a shell in between, so that SIGTERM reaches it', () => {
    expect(last?.instructions.at(-2)).toEqual({
      name: 'ENTRYPOINT',
      text: expect.stringMatching(/^\["\/nodejs/),
    });
    expect(last?.instructions.at(-1)).toEqual({ name: 'CMD', text: '["serve"]' });
  });

  it('keeps everything out of its context but what it copies', () => {
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));

    expect(ignored[0]).toBe('*');
    for (const word of ['package.json', 'src', 'jobs', 'LICENSE']) expect(ignored).toContain(`!${word}`);
    expect(ignored).toContain('src/sandbox');
  });
});

describe('reading a Dockerfile', () => {
  it('joins lines, leaves comments out, and refuses what is no instruction', () => {
    expect(readDockerfile('# c\nFROM a AS b\nRUN x \\\n  # not this\n  && y\n')).toEqual([
      { base: 'a', name: 'b', instructions: [{ name: 'RUN', text: 'x && y' }] },
    ]);
    expect(() => readDockerfile('RUN x\n')).toThrow(/before the first FROM/);
    expect(() => readDockerfile('FROM a\nrubbish\n')).toThrow(/no instruction/);
  });
});
