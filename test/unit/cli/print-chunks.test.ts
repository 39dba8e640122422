import { Writable } from 'node:stream';
import { expect } from 'chai';
import { printChunks } from '../../../src/cli/print-chunks.ts';

const LINE = `${'x'.repeat(999)}\n`;

/** What a program prints line by line, with the number of lines that it was asked for. */
function lines(count: number): { readonly asked: () => number; readonly all: Iterable<string> } {
  let asked = 0;
  function* all(): Generator<string, void, undefined> {
    for (; asked < count; asked++) yield LINE;
  }
  return { asked: () => asked, all: all() };
}

describe('text that is printed as it comes', () => {
  it('arrives as a whole', async () => {
    const chunks: Buffer[] = [];
    const output = new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    });
    await printChunks(lines(1001).all, output);
    output.end();
    expect(Buffer.concat(chunks).toString()).to.equal(LINE.repeat(1001));
  });

  it('is made no faster than it is read', async () => {
    const taken: Array<() => void> = [];
    let bytes = 0;
    const output = new Writable({
      write(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        taken.push(done);
      },
    });
    const { asked, all } = lines(5000);
    const printed = printChunks(all, output);
    // As long as the reader has taken nothing, a chunk is all that was asked for.
    expect(asked()).to.be.below(100);
    let most = 0;
    while (taken.length > 0) {
      most = Math.max(most, asked() * LINE.length - bytes);
      taken.shift()?.();
      await new Promise(setImmediate);
    }
    await printed;
    expect(bytes).to.equal(5000 * LINE.length);
    expect(most).to.be.below(2 * 65_536);
  });
});
