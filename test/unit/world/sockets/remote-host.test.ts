import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { type RemoteOptions, type RemoteOutcome, readRemote } from '../../../../src/world/sockets/remote-host.ts';

/** Long enough for a shell to start on a busy machine. */
const PATIENT: RemoteOptions = { timeoutMs: 15_000 };

describe('readRemote', () => {
  const folder = mkdtempSync(join(tmpdir(), 'niostat-ssh-'));
  const path = process.env['PATH'] ?? '';
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => {
    process.env['PATH'] = path;
  });

  /** Puts a program called `ssh` first on the PATH; it notes its arguments, one on a line. */
  function fakeSsh(script: string): void {
    const file = join(folder, 'ssh');
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@" >'${folder}/arguments'\n${script}\n`);
    chmodSync(file, 0o755);
    process.env['PATH'] = `${folder}${delimiter}${path}`;
  }

  function why(outcome: RemoteOutcome): string {
    expect(outcome).to.have.property('failure');
    return 'failure' in outcome ? outcome.failure.why : '';
  }

  it('runs the script over there and reads the answer', async () => {
    fakeSsh('exec sh -s');
    const outcome = await readRemote('beta', PATIENT);
    expect(outcome).to.have.property('table');
    if ('table' in outcome) expect(outcome.table).to.include({ host: 'beta', tellsAge: true });
  });

  it('asks no questions, lends nothing, and cannot take a host for an option', async () => {
    fakeSsh('exit 1');
    await readRemote('-oProxyCommand=touch /tmp/x', { timeoutMs: 1500 });
    const args = readFileSync(join(folder, 'arguments'), 'utf8').trimEnd().split('\n');
    for (const setting of ['BatchMode=yes', 'ForwardAgent=no', 'ForwardX11=no', 'ConnectTimeout=2']) {
      const index = args.indexOf(setting);
      expect(args[index - 1], setting).to.equal('-o');
    }
    expect(args).to.include('-T');
    expect(args.slice(args.indexOf('--'))).to.deep.equal(['--', '-oProxyCommand=touch /tmp/x', 'exec sh -s']);
  });

  it('gives the complaint of ssh as it is', async () => {
    fakeSsh('echo "beta: Permission denied (publickey)." >&2; exit 255');
    const outcome = await readRemote('beta', PATIENT);
    expect(outcome).to.deep.equal({ failure: { host: 'beta', why: 'beta: Permission denied (publickey).' } });
  });

  it('says how ssh ended if it does not complain', async () => {
    fakeSsh('exit 255');
    expect(why(await readRemote('beta', PATIENT))).to.equal('ssh ended with 255');
  });

  it('says that ssh was ended by a signal', async () => {
    fakeSsh('kill -9 $$');
    expect(why(await readRemote('beta', PATIENT)))
      .to.not.include('undefined')
      .and.not.equal('');
  });

  it('says that the answer is none', async () => {
    for (const script of ['echo "Welcome to FreeBSD"', 'head -c 100000 /dev/urandom', 'cat >/dev/null', 'exit 0']) {
      fakeSsh(script);
      expect(why(await readRemote('beta', PATIENT)), script).to.match(/not that of a Linux host/);
    }
  });

  it('passes over what the other side complains about beside a good answer', async () => {
    fakeSsh('echo "Warning: remote port forwarding failed" >&2; exec sh -s');
    expect(await readRemote('beta', PATIENT)).to.have.property('table');
  });

  it('gives up on one that hangs, and ends it', async () => {
    fakeSsh(`echo $$ >'${folder}/pid'; exec sleep 600`);
    const outcome = await readRemote('beta', { timeoutMs: 1000 });
    expect(why(outcome)).to.equal('no complete answer within 1000 ms');
    await ended(Number(readFileSync(join(folder, 'pid'), 'utf8')));
  });

  it('gives up on one that sends a part of the answer and hangs', async () => {
    fakeSsh('echo "%niostat udp"; exec sleep 600');
    expect(why(await readRemote('beta', { timeoutMs: 1000 }))).to.equal('no complete answer within 1000 ms');
  });

  it('ends one whose answer has no end, and says so', async () => {
    fakeSsh('exec cat /dev/zero');
    const text = why(await readRemote('beta', PATIENT));
    expect(text).to.not.include('undefined').and.not.include('15000 ms');
  });

  it('keeps no more of endless complaints than a few lines', async () => {
    fakeSsh('head -c 3000000 /dev/zero | tr "\\0" x >&2; exit 255');
    expect(why(await readRemote('beta', PATIENT)).length).to.be.below(200_000);
  });

  it('stops when it is told to', async () => {
    fakeSsh(`: >'${folder}/started'; exec sleep 600`);
    const controller = new AbortController();
    const outcome = readRemote('beta', { ...PATIENT, signal: controller.signal });
    while (!existsSync(join(folder, 'started'))) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(why(await outcome)).to.match(/\S/);
  });

  it('says that there is no ssh', async () => {
    process.env['PATH'] = join(folder, 'nosuch');
    expect(why(await readRemote('beta', PATIENT))).to.equal('there is no ssh here: install the OpenSSH client');
  });
});

/** Waits until a process is gone. */
async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
