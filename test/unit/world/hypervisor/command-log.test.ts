import { appendFileSync, closeSync, openSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CommandLog, type NoLog } from '../../../../src/world/hypervisor/command-log.ts';
import { Folder } from '../../../support/cli.ts';

const MIB = 2 ** 20;

/** A log that this process itself writes, as a hypervisor does. */
class OwnLog {
  readonly path = join(new Folder().path, 'own.txt');
  private readonly file = openSync(this.path, 'w');

  write(text: string): void {
    writeSync(this.file, text);
  }

  close(): void {
    closeSync(this.file);
  }
}

/** What is read of a log after each of these things has been done to it. */
function reads(...steps: readonly ((log: OwnLog) => void)[]): { bytes: number; answers: (NoLog | undefined)[] } {
  const own = new OwnLog();
  const log = CommandLog.open(process.pid, ['dynamips', '-l', own.path]);
  if (!(log instanceof CommandLog)) throw new Error(log);
  let bytes = 0;
  try {
    const answers = steps.map((step) => {
      step(own);
      return log.readMore((text) => {
        bytes += text.length;
      });
    });
    return { bytes, answers };
  } finally {
    log.close();
    own.close();
  }
}

function writing(bytes: number): (log: OwnLog) => void {
  return (log) => log.write('x'.repeat(bytes));
}

describe('CommandLog', () => {
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  it('hands over each part once', () => {
    expect(reads(writing(10), writing(0), writing(5))).to.deep.equal({
      bytes: 15,
      answers: [undefined, undefined, undefined],
    });
  });

  it('reads a log of any length that it has followed, and not one that is longer than 64 MiB at once', () => {
    expect(reads(writing(33 * MIB), writing(33 * MIB))).to.deep.equal({
      bytes: 66 * MIB,
      answers: [undefined, undefined],
    });
    expect(reads(({ path }) => truncateSync(path, 65 * MIB))).to.deep.equal({ bytes: 0, answers: ['too long'] });
  });

  it('knows a log that was cut off, and one into which somebody else writes', () => {
    expect(reads(writing(10), ({ path }) => truncateSync(path, 3)).answers).to.deep.equal([undefined, 'cut']);
    expect(reads(writing(10), ({ path }) => appendFileSync(path, 'y')).answers).to.deep.equal([undefined, 'shared']);
  });

  it('says that a process keeps none', () => {
    expect(CommandLog.open(process.pid, ['dynamips', '-l', 'nobody-has-this.txt'])).to.equal('none');
  });
});
