import { expect } from 'chai';
import type { Problem } from '../../../src/core/lab/problem.ts';
import { renderProblems } from '../../../src/output/problems.ts';

function problem(message: string, line: number, file = 'lab.net'): Problem {
  return { severity: 'warning', message, location: { file, line, column: 5 } };
}

describe('problems of files', () => {
  it('are one line each, to which an editor can jump', () => {
    expect(renderProblems([problem('a', 1), problem('b', 2), problem('a', 3)])).to.equal(
      'lab.net:1:5: warning: a\nlab.net:3:5: warning: a\nlab.net:2:5: warning: b',
    );
  });

  it('are told once where one thing is wrong in many lines of a file', () => {
    const many = Array.from({ length: 50 }, (_, index) => problem('unknown key "foo"', 10 + index));
    expect(renderProblems([...many, problem('unknown key "foo"', 3, 'other.net')])).to.equal(
      'lab.net:10:5: warning: unknown key "foo" (and 49 more times, in lines 11, 12, 13, …)\n' +
        'other.net:3:5: warning: unknown key "foo"',
    );
  });

  it('take no control character to the screen', () => {
    expect(renderProblems([problem('a\u001b[31m', 1)])).to.not.include('\u001b');
  });
});
