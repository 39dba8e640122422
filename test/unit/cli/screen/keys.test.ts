import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { type Press, readPresses } from '../../../../src/cli/screen/keys.ts';

/** What is pressed when a terminal sends these bytes, in pieces; an Escape at the end is waited for. */
async function pressed(...pieces: readonly (string | Buffer)[]): Promise<(string | Press)[]> {
  const input = new PassThrough();
  const presses: (string | Press)[] = [];
  const end = readPresses(input, (press) => presses.push(press.kind === 'key' ? press.key : press));
  for (const piece of pieces) input.write(piece);
  input.end();
  await once(input, 'end');
  end();
  return presses;
}

describe('keys of a terminal', () => {
  it('are named, whichever way a terminal writes them', async () => {
    const all: Readonly<Record<string, readonly string[]>> = {
      left: ['\u001b[D', '\u001bOD'],
      right: ['\u001b[C', '\u001bOC'],
      up: ['\u001b[A', '\u001bOA'],
      down: ['\u001b[B', '\u001bOB'],
      'shift+left': ['\u001b[1;2D', '\u001b[d'],
      'shift+right': ['\u001b[1;2C', '\u001b[c'],
      home: ['\u001b[H', '\u001bOH', '\u001b[1~', '\u001b[7~'],
      end: ['\u001b[F', '\u001bOF', '\u001b[4~', '\u001b[8~'],
      'page up': ['\u001b[5~'],
      'page down': ['\u001b[6~'],
      space: [' '],
      enter: ['\r', '\n'],
      backspace: ['\u007f', '\b'],
      tab: ['\t'],
    };
    for (const [key, ways] of Object.entries(all)) {
      for (const bytes of ways) expect(await pressed(bytes), JSON.stringify(bytes)).to.deep.equal([key]);
    }
  });

  it('are characters as they are typed', async () => {
    expect(await pressed('gG7/?ß網')).to.deep.equal(['g', 'G', '7', '/', '?', 'ß', '網']);
  });

  it('are put together where a character or a sequence comes in pieces', async () => {
    const [first = 0, second = 0] = Buffer.from('é');
    expect(await pressed('a', Buffer.of(first), Buffer.of(second), 'b')).to.deep.equal(['a', 'é', 'b']);
    expect(await pressed('\u001b', '[', 'C')).to.deep.equal(['right']);
    expect(await pressed('\u001b[1', ';2D')).to.deep.equal(['shift+left']);
  });

  it('are for who runs the program with Ctrl', async () => {
    expect(await pressed('\u0003\u0004\u000c\u001a')).to.deep.equal(
      ['interrupt', 'end', 'redraw', 'suspend'].map((kind) => ({ kind })),
    );
  });

  it('are none that nobody has named: Alt and Ctrl with others, function keys, bytes that are no text', async () => {
    expect(await pressed('\u001ba\u0001\u001bOP\u001b[15~\u001b[1;5C\u001b[Z', Buffer.of(0xff, 0xfe))).to.deep.equal(
      [],
    );
  });

  it('are an Escape where nothing follows, or pressed twice', async () => {
    for (const bytes of ['\u001b', '\u001b\u001b']) {
      const input = new PassThrough();
      const press = new Promise((resolve) => readPresses(input, resolve));
      input.write(bytes);
      expect(await press).to.deep.equal({ kind: 'key', key: 'escape' });
    }
  });

  it('are not pressed by what is pasted, except Ctrl-C', async () => {
    expect(await pressed('\u001b[200~q R1\r\nq', '\u0001x\u001b[201~n')).to.deep.equal([
      { kind: 'paste', text: 'q R1qx' },
      'n',
    ]);
    expect(await pressed('\u001b[200~q\u0003')).to.deep.equal([{ kind: 'interrupt' }]);
    const [long] = await pressed(`\u001b[200~${'x'.repeat(5000)}\u001b[201~`);
    expect(long).to.have.property('text').with.length(1000);
  });
});
