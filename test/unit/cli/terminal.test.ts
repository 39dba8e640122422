import { WriteStream } from 'node:tty';
import { expect } from 'chai';
import { type Device, pageFor } from '../../../src/cli/terminal.ts';

const TERMINAL: Device = { isTTY: true, columns: 80 };
const PIPE: Device = {};

function hasColours(stream: Device, env: NodeJS.ProcessEnv, color?: boolean): boolean {
  const text = pageFor(stream, env, { color, wide: false, verbose: false }).paint.bad('✗');
  expect(text).to.be.oneOf(['✗', '\u001b[31m\u001b[1m✗\u001b[22m\u001b[39m']);
  return text !== '✗';
}

/** Whether Node itself would use colours; it warns of variables that contradict each other. */
function coloursOfNode(env: NodeJS.ProcessEnv): boolean {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    // One bit is black and white.
    return WriteStream.prototype.getColorDepth.call({} as WriteStream, env) > 1;
  } finally {
    process.emitWarning = emitWarning;
  }
}

describe('colours', () => {
  it('are for a terminal, unless the environment says that there are none', () => {
    expect(hasColours(TERMINAL, { TERM: 'xterm-256color' })).to.equal(true);
    expect(hasColours(TERMINAL, {})).to.equal(true);
    expect(hasColours(PIPE, { TERM: 'xterm-256color' })).to.equal(false);
    expect(hasColours(TERMINAL, { TERM: 'dumb' })).to.equal(false);
    expect(hasColours(TERMINAL, { NO_COLOR: '1' })).to.equal(false);
    // As the convention has it: "when present and not an empty string".
    expect(hasColours(TERMINAL, { NO_COLOR: '' })).to.equal(true);
  });

  it('end with each line, and are not there where there is no text', () => {
    const { strong, dim } = pageFor(PIPE, {}, { color: true, wide: false, verbose: false }).paint;
    expect(strong('a\n  b\r\nc')).to.equal('\u001b[1ma\u001b[22m\n\u001b[1m  b\u001b[22m\r\n\u001b[1mc\u001b[22m');
    expect([strong(''), dim('\n')]).to.deep.equal(['', '\n']);
  });

  it('are what a flag says, whatever the environment says', () => {
    for (const stream of [TERMINAL, PIPE]) {
      for (const env of [{}, { NO_COLOR: '1' }, { TERM: 'dumb' }, { FORCE_COLOR: '0' }, { FORCE_COLOR: '1' }]) {
        expect(hasColours(stream, env, true)).to.equal(true);
        expect(hasColours(stream, env, false)).to.equal(false);
      }
    }
  });

  for (const FORCE_COLOR of ['', '0', '1', '2', '3', 'true', 'false', '4', 'always']) {
    for (const others of [{}, { NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      it(`are those of Node with FORCE_COLOR=${FORCE_COLOR} and ${JSON.stringify(others)}`, () => {
        const env = { ...others, FORCE_COLOR };
        const isColoured = coloursOfNode(env);
        expect(hasColours(PIPE, env)).to.equal(isColoured);
        expect(hasColours(TERMINAL, env)).to.equal(isColoured);
      });
    }
  }
});

describe('the width of a terminal', () => {
  it('is what COLUMNS says where that is a number of columns, and else what the terminal says', () => {
    const width = (COLUMNS: string): number =>
      pageFor({ isTTY: true, columns: 100 }, { COLUMNS }, { wide: false, verbose: false }).width;
    expect(['132', '0', '', '-1', '08', 'wide'].map(width)).to.deep.equal([132, 100, 100, 100, 100, 100]);
  });
});
