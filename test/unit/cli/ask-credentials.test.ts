import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { type AskingTerminal, askCredentials } from '../../../src/cli/ask-credentials.ts';
import { InterruptedError } from '../../../src/core/errors/interrupted-error.ts';
import type { Credentials } from '../../../src/world/gns3-server/credentials.ts';

/** A terminal that sees these keys, in these pieces. */
class FakeTerminal implements AskingTerminal {
  readonly input = Object.assign(new PassThrough(), { setRawMode: (mode: boolean) => this.modes.push(mode) });
  readonly modes: boolean[] = [];
  shown = '';
  isClosed = false;
  readonly output = {
    write: (text: string) => {
      this.shown += text;
    },
  };

  constructor(keys: readonly string[]) {
    for (const piece of keys) this.input.write(piece);
  }

  close(): void {
    this.isClosed = true;
  }

  /** It must be as before. */
  expectRestored(): void {
    expect(this.isClosed).to.equal(true);
    expect(this.modes.at(-1)).to.equal(false);
  }
}

async function asked(terminal: FakeTerminal, user?: string): Promise<Credentials | undefined> {
  return await askCredentials('vm:3080', { user, terminal, signal: new AbortController().signal });
}

describe('askCredentials', () => {
  for (const [how, keys] of [
    ['at once', ['teacher\rs3cret €\r']],
    ['key by key', [...'teacher\rs3cret €\r']],
    ['with line feeds', ['teacher\n', 's3cret €\n']],
    ['with corrections', ['xx\u0015teachr\u007fer\r', 'wrong\b\b\b\b\b\b\bs3cret €\r']],
  ] as const) {
    it(`takes a user and a password ${how}, and shows the user alone`, async () => {
      const terminal = new FakeTerminal(keys);
      expect(await asked(terminal)).to.deep.equal({ user: 'teacher', password: 's3cret €', from: 'the terminal' });
      expect(terminal.shown).to.include('User for vm:3080: ').and.include('Password of teacher for vm:3080: ');
      expect(terminal.shown).to.not.match(/s3cret|wrong|€/);
      terminal.expectRestored();
    });
  }

  it('asks for the password alone if the user is known', async () => {
    const terminal = new FakeTerminal(['s3cret\r']);
    expect(await asked(terminal, 'teacher')).to.include({ user: 'teacher', password: 's3cret' });
    expect(terminal.shown).to.not.include('User for');
  });

  it('has nothing for an empty answer, Ctrl-D, or a terminal that is gone', async () => {
    for (const keys of ['\r', '\u0004', 'teacher\r\r', 'teacher\r\u0004']) {
      const terminal = new FakeTerminal([keys]);
      expect(await asked(terminal), JSON.stringify(keys)).to.equal(undefined);
      terminal.expectRestored();
    }
    const gone = new FakeTerminal(['teach']);
    gone.input.end();
    expect(await asked(gone)).to.equal(undefined);
    gone.expectRestored();
  });

  it('ends with Ctrl-C and with the signal, and puts the terminal back', async () => {
    const terminal = new FakeTerminal(['teacher\rs3c\u0003']);
    expect(await asked(terminal).then(String, (error: unknown) => error)).to.be.instanceOf(InterruptedError);
    terminal.expectRestored();

    const waiting = new FakeTerminal([]);
    const ending = new AbortController();
    const work = askCredentials('vm:3080', { user: undefined, terminal: waiting, signal: ending.signal });
    ending.abort();
    expect(await work.then(String, (error: unknown) => error)).to.be.instanceOf(InterruptedError);
    waiting.expectRestored();
  });

  it('shows no escape sequence of a name', async () => {
    const terminal = new FakeTerminal(['s3cret\r']);
    await asked(terminal, 'a\u001b[2J');
    expect(terminal.shown.slice(terminal.shown.indexOf('Password'))).to.not.include('\u001b');
  });
});
