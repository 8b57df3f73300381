import type { Finished } from '../run/run-command.ts';
import type { Surroundings } from '../run/stage.ts';

/** A program that ended well and said this. */
export function aFinished(fields: Partial<Finished> = {}): Finished {
  const stdout = fields.stdout ?? '';
  return { code: 0, ended: 'by-itself', output: stdout, ...fields, stdout };
}

/** What a stage is given, with nobody listening. */
export function someSurroundings(fields: Partial<Surroundings> = {}): Surroundings {
  return { root: '.', folder: '.', progress: () => {}, tell: () => {}, ...fields };
}
