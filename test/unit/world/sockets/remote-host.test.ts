import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
    rmSync(join(folder, 'uname'), { force: true });
  });

  /** Puts a program called `ssh` first on the PATH; it notes its arguments, one on a line. */
  function fakeSsh(script: string): void {
    program('ssh', `printf '%s\\n' "$@" >'${folder}/arguments'\n${script}`);
    process.env['PATH'] = `${folder}${delimiter}${path}`;
  }

  function program(name: string, script: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
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
    for (const setting of [
      'BatchMode=yes',
      'ForwardAgent=no',
      'ForwardX11=no',
      'ConnectTimeout=2',
      'ControlMaster=no',
    ]) {
      const index = args.indexOf(setting);
      expect(args[index - 1], setting).to.equal('-o');
    }
    expect(args).to.include('-T');
    const [, host, command, ...more] = args.slice(args.indexOf('--'));
    expect([host, more]).to.deep.equal(['-oProxyCommand=touch /tmp/x', []]);
    expect(command).to.contain('; exec sh -s;');
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
      expect(why(await readRemote('beta', PATIENT)), script).to.match(/not that of a Linux, macOS or Windows host/);
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
    expect(text).to.equal('the answer is longer than 128 MiB, and has no socket table');
  });

  it('keeps no more of endless complaints than a few lines', async () => {
    fakeSsh('head -c 3000000 /dev/zero | tr "\\0" x >&2; exit 255');
    expect(why(await readRemote('beta', PATIENT)).length).to.be.below(200_000);
  });

  it('gives the last of many complaints', async () => {
    fakeSsh('i=0; while [ $i -lt 2000 ]; do echo "debug1: $i"; i=$((i+1)); done >&2; echo "No route." >&2; exit 255');
    expect(why(await readRemote('beta', PATIENT))).to.equal('No route.');
  });

  it('ends one whose complaints have no end, and says so', async () => {
    fakeSsh('exec cat /dev/zero >&2');
    expect(why(await readRemote('beta', PATIENT))).to.equal('ssh, or the host, writes complaints without an end');
  });

  it('names a system that cannot be read', async () => {
    program('uname', 'echo FreeBSD');
    // This host has Linux's files; the other one has not.
    fakeSsh("exec sh -c 'sed s,/proc/net/udp,/nosuch/udp, | sh'");
    expect(why(await readRemote('beta', PATIENT))).to.equal(
      'the sockets of FreeBSD cannot be read: Linux, macOS and Windows can',
    );
  });

  it('reads rows without an end as far as it keeps them, and says that the rest was cut', async () => {
    fakeSsh(`sed -n "s/.*echo '\\(%niostat[^ ]* \\)linux'.*/\\1/p" | {
      read mark
      echo "$mark linux"
      echo "$mark udp"
      exec yes '  1: 0100007F:2710 0100007F:2711 01 00000000:00000000 00:00000000 00000000     0        0 0 2 0 0'
    }`);
    const outcome = await readRemote('beta', { timeoutMs: 60_000 });
    if (!('table' in outcome)) throw new Error(outcome.failure.why);
    expect(outcome.table.rows).to.have.length(20_000);
    expect(outcome.table).to.include({ isCut: true });
    expect(outcome.table.limits[0]).to.equal(
      'the answer was cut after 128 MiB: 20000 sockets were read, the rest was not',
    );
    expect(outcome.table.limits[1]).to.match(/^20000 UDP sockets and listeners were read, and \d+ more were left out/);
  });

  it('stops when it is told to', async () => {
    fakeSsh(`: >'${folder}/started'; exec sleep 600`);
    const controller = new AbortController();
    const outcome = readRemote('beta', { ...PATIENT, signal: controller.signal });
    while (!existsSync(join(folder, 'started'))) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(why(await outcome)).to.match(/\S/);
  });

  it('does not start when it is told to stop before', async () => {
    fakeSsh(`: >'${folder}/too-late'`);
    expect(why(await readRemote('beta', { ...PATIENT, signal: AbortSignal.abort() }))).to.equal('interrupted');
    expect(existsSync(join(folder, 'too-late'))).to.equal(false);
  });

  /** Takes no notice of SIGTERM, and has a helper, as with ProxyCommand, that does not either. */
  const STUBBORN = `trap '' TERM INT HUP
sleep 600 & echo $! >'${folder}/helper'
echo $$ >'${folder}/pid.new' && mv '${folder}/pid.new' '${folder}/pid'
while :; do sleep 600; done`;

  for (const [cause, options] of [
    ['Ctrl-C', { timeoutMs: 60_000 }],
    ['the deadline', { timeoutMs: 4000 }],
  ] as const) {
    it(`leaves nothing of an ssh that takes no notice of SIGTERM after ${cause}, nor of its helpers`, async () => {
      rmSync(join(folder, 'pid'), { force: true });
      fakeSsh(STUBBORN);
      const controller = new AbortController();
      const outcome = readRemote('beta', { ...options, signal: controller.signal });
      while (!existsSync(join(folder, 'pid'))) await new Promise((resolve) => setImmediate(resolve));
      if (cause === 'Ctrl-C') controller.abort();
      expect(why(await outcome)).to.equal(cause === 'Ctrl-C' ? 'interrupted' : 'no complete answer within 4000 ms');
      for (const file of ['pid', 'helper']) await ended(Number(readFileSync(join(folder, file), 'utf8')));
    });
  }

  it('reads many hosts at once without a warning of Node', async () => {
    fakeSsh('exit 255');
    const warnings: Error[] = [];
    const warn = (warning: Error): number => warnings.push(warning);
    process.on('warning', warn);
    await Promise.all(Array.from({ length: 15 }, (_, index) => readRemote(`beta${index}`, PATIENT)));
    await new Promise((resolve) => setImmediate(resolve));
    process.removeListener('warning', warn);
    expect(warnings).to.deep.equal([]);
  });

  it('leaves no ssh when the program ends itself', async () => {
    fakeSsh(`echo $$ >'${folder}/pid.new' && mv '${folder}/pid.new' '${folder}/pid'; exec sleep 600`);
    rmSync(join(folder, 'pid'), { force: true });
    const module = new URL('../../../../src/world/sockets/remote-host.ts', import.meta.url);
    const script = `
      const { readRemote } = await import(${JSON.stringify(module.href)});
      const { existsSync } = await import('node:fs');
      void readRemote('beta', { timeoutMs: 60000 });
      while (!existsSync(${JSON.stringify(join(folder, 'pid'))})) await new Promise((resolve) => setImmediate(resolve));
      process.exit(7);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: 'inherit',
    });
    expect(await once(child, 'exit')).to.deep.equal([7, null]);
    await ended(Number(readFileSync(join(folder, 'pid'), 'utf8')));
  });

  it('leaves no helper that holds the pipe of an ssh which has ended', async () => {
    fakeSsh(`sleep 600 & echo $! >'${folder}/helper'; echo "Connection closed." >&2; exit 255`);
    expect(why(await readRemote('beta', PATIENT))).to.equal('Connection closed.');
    await ended(Number(readFileSync(join(folder, 'helper'), 'utf8')));
  });

  it('says that there is no ssh', async () => {
    process.env['PATH'] = join(folder, 'nosuch');
    expect(why(await readRemote('beta', PATIENT))).to.equal('there is no ssh here: install the OpenSSH client');
  });
});

/** Waits until a process is gone; one that waits for init to take note of its end is. */
async function ended(pid: number): Promise<void> {
  expect(pid).to.be.above(1);
  for (;;) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      if (stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')) return;
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
