/** The built program with an ssh that answers too much, or does not end. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { niostat, type Run } from '../support/cli.ts';
import { FakeSsh } from '../support/fake-ssh.ts';

const MEMORY_MIB = 250;

const HAS_SSH = spawnSync('ssh', ['-V']).error === undefined;

describe('links with an ssh that misbehaves', () => {
  const ssh = new FakeSsh();
  after(() => ssh.remove());

  /** Runs `links --host beta`; `peak` is the memory that it had at most, in MiB. */
  async function linksOfBeta(): Promise<Run & { readonly peak: number }> {
    const [hook, file] = [join(ssh.folder, 'peak.cjs'), join(ssh.folder, 'peak')];
    const text = 'String(process.resourceUsage().maxRSS / 1024)';
    writeFileSync(hook, `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(file)}, ${text}));`);
    const env = { ...ssh.env, NODE_OPTIONS: `--require ${hook}` };
    const run = await niostat(['links', '--host', 'beta', '--wide'], { env });
    return { ...run, peak: Number(readFileSync(file, 'utf8')) };
  }

  it(`reads 400,000 sockets in ${MEMORY_MIB} MiB, and says how many it has read`, async () => {
    ssh.hasSockets(400_000);
    const { code, stdout, peak } = await linksOfBeta();
    expect(stdout).to.contain('beta: 20000 UDP sockets and listeners were read, and 380000 more were left out');
    expect(code).to.equal(3);
    expect(peak).to.be.above(10).and.below(MEMORY_MIB);
  });

  it(`reads rows without an end in ${MEMORY_MIB} MiB, and says that the rest was cut`, async () => {
    ssh.hasNoEnd();
    const { code, stdout, peak } = await linksOfBeta();
    expect(stdout).to.contain(
      'beta: the answer was cut after 128 MiB: 20000 sockets were read, the rest was not',
      stdout,
    );
    expect(code).to.equal(3);
    expect(peak).to.be.above(10).and.below(MEMORY_MIB);
  });

  it('waits no longer for an ssh than --timeout says, and says so', async () => {
    ssh.isStubborn();
    const { code, stdout } = await niostat(['links', '--host', 'beta', '--timeout', '500ms', '--wide'], {
      env: ssh.env,
    });
    expect(stdout).to.contain('beta: no complete answer within 500 ms');
    expect(code).to.equal(3);
  });

  for (const [signal, what] of [
    ['SIGINT', 'an ssh that ignores signals'],
    ['SIGTERM', 'an ssh that ignores signals'],
    ['SIGHUP', 'an ssh that ignores signals'],
    ...(HAS_SSH ? [['SIGINT', "the real ssh's ProxyCommand that ignores signals"] as const] : []),
  ] as const) {
    it(`leaves nothing of ${what} after ${signal}`, async () => {
      if (what.startsWith('the real')) ssh.hasStubbornProxy();
      else ssh.isStubborn();
      const started = join(ssh.folder, 'started');
      writeFileSync(started, '');
      const child = spawn(process.execPath, ['bin/run.js', 'links', '--host', 'beta'], {
        env: { ...process.env, ...ssh.env },
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      while (readFileSync(started, 'utf8') === '') await new Promise((resolve) => setImmediate(resolve));
      const pids = readFileSync(started, 'utf8').trim().split(' ').map(Number);
      expect(pids.filter(isThere), 'before').to.have.length(2);
      child.kill(signal);
      expect(await ended).to.deep.equal([130, null]);
      // They were killed; that they are gone takes a moment more.
      while (pids.some(isThere)) await new Promise((resolve) => setImmediate(resolve));
    });
  }
});

/** True for a process that has not ended; one whose end nobody has taken note of yet has. */
function isThere(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
