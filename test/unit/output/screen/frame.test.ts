import { expect } from 'chai';
import { NO_PAINT, type Paint } from '../../../../src/output/paint.ts';
import { frame } from '../../../../src/output/screen/frame.ts';
import type { Look } from '../../../../src/output/screen/screen-program.ts';

const RULE_40 = '─'.repeat(40);

function look(columns: number, rows: number, paint: Paint = NO_PAINT): Look {
  return { columns, rows, paint };
}

describe('frame', () => {
  it('has as many lines as the window: title, rule, body, rule, keys', () => {
    expect(
      frame('walk  One link\nStep 1 of 5', 'Dynagen', ['a', '  b'], ['→ next', 'q quit'], look(40, 9)),
    ).to.deep.equal([
      ' walk  One link                 Dynagen',
      ' Step 1 of 5',
      RULE_40,
      ' a',
      '   b',
      '',
      '',
      RULE_40,
      ' → next  q quit',
    ]);
  });

  it('tells a body how much room it has', () => {
    const rooms: unknown[] = [];
    const body = (room: unknown): string[] => {
      rooms.push(room);
      return [];
    };
    frame('t', '', body, ['q quit'], look(80, 24));
    // The title, two rules and a line of keys are gone, and a column on either side.
    expect(rooms).to.deep.equal([{ width: 78, rows: 20 }]);
  });

  it('folds what is wider than the window, as far to the right as it began', () => {
    const lines = frame('t', '', ['  port 10000 is given to R1 f0/0 by the counter'], ['q quit'], look(40, 8));
    expect(lines.slice(2, 5)).to.deep.equal(['   port 10000 is given to R1 f0/0 by', '   the counter', '']);
  });

  it('puts what is on the right below a title that leaves no room for it', () => {
    const lines = frame('walk  Two hypervisors, one base', 'Dynamips 0.2.18', [], ['q quit'], look(40, 7));
    expect(lines.slice(0, 3)).to.deep.equal([' walk  Two hypervisors, one base', ' Dynamips 0.2.18', RULE_40]);
  });

  it('breaks the line of keys between two keys', () => {
    const lines = frame('t', '', [], ['→ next', '← back', 'g up to 0.2.17', '? keys', 'q quit'], look(26, 8));
    expect(lines.slice(-3)).to.deep.equal([' → next  ← back', ' g up to 0.2.17  ? keys', ' q quit']);
  });

  it('says how much of a body does not fit', () => {
    const lines = frame('t', '', ['1', '2', '3', '4', '5'], ['q quit'], look(60, 7));
    expect(lines.slice(2, 5)).to.deep.equal([' 1', ' 2', ' … 3 more lines: the window is too low for them.']);
  });

  it('never has more lines than the window', () => {
    for (let rows = 0; rows < 8; rows++) {
      expect(frame('title\nsecond', 'right', ['body'], ['q quit'], look(20, rows))).to.have.length(rows);
    }
  });

  it('says the same with colours', () => {
    const loud = (text: string): string => `\u001b[1m${text}\u001b[22m`;
    const paint: Paint = { bad: loud, warn: loud, good: loud, strong: loud, dim: loud };
    const draw = (of: Paint): string[] => frame('t\nu', 'r', ['b'], ['→ next', 'q quit'], look(40, 8, of));
    expect(draw(paint).map((line) => line.replaceAll(/\u001b\[\d+m/g, ''))).to.deep.equal(draw(NO_PAINT));
    expect(draw(paint)).to.not.deep.equal(draw(NO_PAINT));
  });
});
