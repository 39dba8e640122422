import { expect } from 'chai';
import type { PracticeAct } from '../../../../src/core/teach/result-file.ts';
import type { Staged, Trouble } from '../../../../src/features/practice/exercise.ts';
import { machineAfter } from '../../../../src/features/practice/machine.ts';

function staged(trouble: readonly Trouble[], goals: Staged['goals'] = []): Staged {
  return { story: [], files: [], trouble, goals, hints: ['', '', ''], slips: [], mend: {}, because: '' };
}

type Word = 'start' | 'load' | 'first file' | 'quit' | 'program ended' | 'program started' | 'save';

function acts(...words: readonly Word[]): PracticeAct[] {
  return words.map(
    (word): PracticeAct => (word === 'save' ? { s: 0, do: word, file: 'x', lines: {} } : { s: 0, do: word }),
  );
}

describe('the machine of a practice', () => {
  const gone = staged([{ trouble: 'started again', hypervisor: 'localhost:7301' }]);
  const isEmpty = (...words: readonly Word[]): boolean => machineAfter(gone, {}, acts(...words)).empty.size === 1;

  it('has an empty hypervisor until the labs are loaded again', () => {
    expect(isEmpty('start')).to.equal(true);
    expect(isEmpty('start', 'quit', 'start')).to.equal(true);
    expect(isEmpty('start', 'load')).to.equal(false);
    expect(isEmpty('start', 'save')).to.equal(false);
    expect(isEmpty('start', 'load', 'quit', 'start')).to.equal(false);
    expect(isEmpty('start', 'load', 'first file')).to.equal(true);
  });

  it('loads nothing until a table is saved without a blank', () => {
    const count = staged([{ trouble: 'not loaded' }], [{ goal: 'ports', file: 'ports.yaml' }]);
    const isLoaded = (text: string, ...words: readonly Word[]): boolean =>
      machineAfter(count, { 'ports.yaml': text }, acts(...words)).isLoaded;
    expect(isLoaded('R1 f0/0: 10000', 'start')).to.equal(false);
    expect(isLoaded('R1 f0/0:', 'start', 'save')).to.equal(false);
    expect(isLoaded('R1 f0/0:', 'start', 'load')).to.equal(false);
    expect(isLoaded('R1 f0/0: 10000', 'start', 'save')).to.equal(true);
    expect(isLoaded('R1 f0/0: 10000', 'start', 'save', 'quit', 'start')).to.equal(true);
    expect(isLoaded('R1 f0/0: 10000', 'start', 'save', 'first file')).to.equal(false);
  });

  it('has the port of the other program as long as that runs', () => {
    const foreign = staged([{ trouble: 'held port', port: 10_002, program: 'printd' }]);
    const held = (...words: readonly Word[]): string => {
      const { held: ports, isProgramThere } = machineAfter(foreign, {}, acts(...words));
      return `${[...ports].join()} ${isProgramThere}`;
    };
    expect(held('start')).to.equal('10002 true');
    expect(held('start', 'program ended')).to.equal(' false');
    expect(held('start', 'program ended', 'save', 'load')).to.equal(' false');
    expect(held('start', 'program ended', 'first file', 'program started')).to.equal('10002 true');
    expect(machineAfter(staged([]), {}, acts('start')).isProgramThere).to.equal(false);
  });
});
