import { expect } from 'chai';
import type { Run } from './cli.ts';

/** More lines than this fill the screen; fifty problems and a few words around them do not. */
const MOST_LINES = 60;

/** What standard error must say about a bad file: places in it, as `[line, column]`, and words. */
export interface Expected {
  readonly at?: readonly (readonly [number, number])[];
  readonly words?: readonly string[];
}

/** Fails unless a command has refused a file, whose path is `path`, as every bad file must be refused. */
export function expectRefused(run: Run, path: string, { at = [], words = [] }: Expected = {}): void {
  expect(run.code, run.stderr.slice(0, 500)).to.equal(2);
  expect(run.stdout).to.equal('');
  expectPlain(run.stderr);
  expect(run.stderr).to.not.include('    at ');
  expect(run.stderr.split('\n').length, 'lines on standard error').to.be.below(MOST_LINES);
  expect(run.stderr.length, 'characters on standard error').to.be.below(20_000);
  for (const [line, column] of at) expect(run.stderr).to.include(`${path}:${line}:${column}: `);
  for (const word of words) expect(run.stderr).to.include(word);
}

/** No control character but the line break may reach a terminal. */
export function expectPlain(text: string): void {
  const found = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.exec(text);
  expect(found === null ? '' : `U+${found[0].charCodeAt(0).toString(16)} at ${found.index}`).to.equal('');
}
