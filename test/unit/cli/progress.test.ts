import { expect } from 'chai';
import { ProgressLine } from '../../../src/cli/progress.ts';

/** What a progress line writes to a terminal of that width when it is shown this text, and then cleared. */
function written(text: string, columns: number, env: NodeJS.ProcessEnv = {}, isTTY = true): string[] {
  const chunks: string[] = [];
  const stream = { isTTY, columns, write: (chunk: string) => chunks.push(chunk) } as unknown as NodeJS.WriteStream;
  const line = new ProgressLine(stream, env);
  line.show(text);
  line.clear();
  return chunks;
}

describe('a progress line', () => {
  const ERASE = '\r\u001b[K';
  const text = 'trying: 12 of 300 ports, about 12 s more';

  it('is shown as it is where it fits, and taken away', () => {
    expect(written(text, 80)).to.deep.equal([ERASE + text, ERASE]);
    // 40 characters, and 3 columns are left for ^C.
    expect(written(text, 43)).to.deep.equal([ERASE + text, ERASE]);
  });

  it('is cut to the width of the terminal, less what ^C takes', () => {
    expect(written(text, 40)[0]).to.equal(`${ERASE}trying: 12 of 300 ports, about 12 s …`);
    expect(written(text, 42)[0]).to.equal(`${ERASE}trying: 12 of 300 ports, about 12 s mo…`);
  });

  it('counts wide characters as two columns', () => {
    // Three columns are left for ^C, and two of the other seven do not hold three characters of two columns
    // and the mark.
    expect(written('網絡實驗室', 13)[0]).to.equal(`${ERASE}網絡實驗室`);
    expect(written('網絡實驗室', 12)[0]).to.equal(`${ERASE}網絡實驗…`);
    expect(written('網絡實驗室', 11)[0]).to.equal(`${ERASE}網絡實…`);
  });

  it('takes a terminal that does not say its width for one of 80 columns', () => {
    expect(written('x'.repeat(100), 0)[0]).to.equal(`${ERASE}${'x'.repeat(76)}…`);
  });

  it('writes one character where there is room for nothing', () => {
    expect(written(text, 2)[0]).to.equal(`${ERASE}…`);
  });

  it('is not there where it could not be taken away', () => {
    expect(written(text, 80, {}, false)).to.deep.equal([]);
    expect(written(text, 80, { TERM: 'dumb' })).to.deep.equal([]);
  });
});
