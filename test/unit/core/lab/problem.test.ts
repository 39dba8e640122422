import { expect } from 'chai';
import { readNet } from '../../../../src/core/lab/net/net-reader.ts';
import { ProblemList } from '../../../../src/core/lab/problem.ts';
import { problemLines, problemPlaces } from '../../../support/read.ts';

/**
 * A `.net` text with so many keys that are passed over, one in each line from the third on, and a last line.
 */
function oddKeys(count: number, last: string): string {
  return `[localhost]\n[[ROUTER R1]]\n${Array.from({ length: count }, (_, index) => `odd${index} = 1\n`).join('')}${last}\n`;
}

describe('problems of a file', () => {
  it('come in the order of the file, whatever the order in which they were found', () => {
    const list = new ProblemList('lab.net');
    list.error('c', 3, 1);
    list.warning('b', 2, 9);
    list.error('a', 2, 1);
    expect(problemLines(list.finish())).to.deep.equal(['2:1 error: a', '2:9 warning: b', '3:1 error: c']);
  });

  it('are no more than fifty, and then the number of those that are left out', () => {
    const list = new ProblemList('lab.net');
    for (let line = 1; line <= 75; line++) list.error('x', line, 1);
    const lines = problemLines(list.finish());
    expect(lines).to.have.length(51);
    expect(lines[49]).to.equal('50:1 error: x');
    expect(lines[50]).to.include('25 more');
  });

  it('are fifty exactly without a word about more', () => {
    const list = new ProblemList('lab.net');
    for (let line = 1; line <= 50; line++) list.error('x', line, 1);
    expect(list.finish()).to.have.length(50);
  });

  it('that are warnings leave the lab usable, however many there are', () => {
    const { labs, problems } = readNet(oddKeys(80, 'f0/0 = R1 f0/1'), 'lab.net');
    expect(labs).to.have.length(1);
    expect(problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  });

  it('that are errors are told, however many warnings come before them', () => {
    const { labs, problems } = readNet(oddKeys(80, 'f0/0 = R1'), 'lab.net');
    expect(labs).to.deep.equal([]);
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(problemPlaces(errors)).to.include('83:1');
  });
});
