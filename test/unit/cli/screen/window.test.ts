import { expect } from 'chai';
import { changes, shownIn, sizeOf } from '../../../../src/cli/screen/window.ts';
import { NO_PAINT } from '../../../../src/output/paint.ts';
import type { Look } from '../../../../src/output/screen/screen-program.ts';

const SIZE = { columns: 6, rows: 3 };

describe('a window', () => {
  it('is told what has changed in it, and is erased behind what is shorter', () => {
    expect(changes([], ['a', '', 'c'], SIZE)).to.equal('\u001b[1;1Ha\u001b[K\u001b[3;1Hc\u001b[K');
    expect(changes(['a', 'b'], ['a', 'c'], SIZE)).to.equal('\u001b[2;1Hc\u001b[K');
    expect(changes(['a', 'b'], ['a'], SIZE)).to.equal('\u001b[2;1H\u001b[K');
    expect(changes(['a', 'b'], ['a', 'b'], SIZE)).to.equal('');
  });

  it('is not erased behind its last column, where the last character would go', () => {
    expect(changes([], ['abcdef'], SIZE)).to.equal('\u001b[1;1Habcdef');
    expect(changes([], ['\u001b[1mabcdef\u001b[22m'], SIZE)).to.equal('\u001b[1;1H\u001b[1mabcdef\u001b[22m');
    expect(changes([], ['網絡實'], SIZE)).to.equal('\u001b[1;1H網絡實');
  });

  it('has 80 columns and 24 rows where it does not say how many', () => {
    expect(sizeOf({})).to.deep.equal({ columns: 80, rows: 24 });
    expect(sizeOf({ columns: 0, rows: 0 })).to.deep.equal({ columns: 80, rows: 24 });
    expect(sizeOf({ columns: 100, rows: 50 })).to.deep.equal({ columns: 100, rows: 50 });
  });

  it('shows what is drawn for its size, and of more lines the first', () => {
    const draw = ({ columns, rows }: Look) => [`${columns} ${rows}`, ...Array.from({ length: 99 }, () => 'more')];
    const shown = shownIn({ columns: 100, rows: 30 }, NO_PAINT, draw);
    expect([shown.length, shown[0]]).to.deep.equal([30, '100 30']);
  });

  it('that is too small shows the top of what is drawn for 80 × 24, and says so in its last row', () => {
    const draw = ({ columns, rows, paint }: Look) => [paint.strong(`${columns} ${rows} ${'x'.repeat(columns)}`), 'two'];
    const loud = { ...NO_PAINT, strong: () => 'colour' };
    expect(shownIn({ columns: 20, rows: 4 }, loud, draw)).to.deep.equal([
      `80 24 ${'x'.repeat(13)}…`,
      'two',
      '',
      'the window is 20 × …',
    ]);
    expect(shownIn({ columns: 200, rows: 2 }, loud, draw)).to.deep.equal([
      `200 24 ${'x'.repeat(192)}…`,
      'the window is 200 × 2; 80 × 24 are needed (Ctrl-C ends)',
    ]);
    expect(shownIn({ columns: 80, rows: 1 }, loud, draw)).to.deep.equal([
      'the window is 80 × 1; 80 × 24 are needed (Ctrl-C ends)',
    ]);
  });
});
