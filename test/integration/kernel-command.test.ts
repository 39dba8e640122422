/** How the built program ends what it has started; needs a build. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** True while there is such a process, one that nobody has waited for excepted. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}

describe('niostat kernel --program that is ended in the middle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'niostat-e2e-kernel-'));
  // Everything that it starts has its temporary directories here.
  const env = { ...process.env, TMPDIR: folder };
  const pids = join(folder, 'pids');
  const program = join(folder, 'program');
  // A hypervisor that listens where Dynamips would, and tells its number first.
  writeFileSync(
    program,
    `#!/bin/sh\necho $$ >> "${pids}"\ncd "${ROOT}" && exec "${process.execPath}" bin/run.js hypervisor --listen "$2" --working-dir "${folder}"\n`,
  );
  chmodSync(program, 0o755);
  after(() => rmSync(folder, { recursive: true }));

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    it(`leaves no hypervisor and no directory behind after ${signal}`, async () => {
      rmSync(pids, { force: true });
      const child = spawn(process.execPath, ['bin/run.js', 'kernel', '--program', program], {
        cwd: ROOT,
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let stderr = '';
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
      const started = (): number[] =>
        existsSync(pids) ? readFileSync(pids, 'latin1').trim().split('\n').map(Number) : [];
      while (started().length < 2 && child.exitCode === null) await turn();
      expect(readdirSync(folder).filter((name) => name.startsWith('niostat-kernel-'))).to.not.deep.equal([]);
      child.kill(signal);
      const code = await ended;
      expect(code).to.equal(signal === 'SIGKILL' ? null : 130);
      if (signal !== 'SIGKILL') expect(stderr).to.match(/interrupted/);
      // After SIGKILL nobody waits for the keeper; if it did nothing this would not end.
      const left = (): string[] => readdirSync(folder).filter((name) => name.startsWith('niostat-kernel-'));
      while (started().some(isAlive) || left().length > 0) await turn();
    });
  }
});

describe('niostat kernel --hypervisor that is ended before the hypervisor has said anything', () => {
  it('is interrupted, and not a finding about the hypervisor', async () => {
    let child: ChildProcess | undefined;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => child?.kill('SIGINT'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const args = ['--hypervisor', `127.0.0.1:${port}`, '--hypervisor', '127.0.0.1:9'];
      child = spawn(process.execPath, ['bin/run.js', 'kernel', ...args], { cwd: ROOT, stdio: 'ignore' });
      expect(await new Promise((resolve) => child?.once('close', resolve))).to.equal(130);
    } finally {
      server.close();
    }
  });
});

describe('niostat kernel that may open few files', () => {
  it('says so at whatever step it is', () => {
    for (let limit = 24; limit <= 32; limit++) {
      const words = `ulimit -n ${limit} && exec "${process.execPath}" bin/run.js kernel`;
      const { status, stderr } = spawnSync('sh', ['-c', words], { cwd: ROOT, encoding: 'utf8' });
      expect(stderr, `with ${limit} descriptors`).to.not.include('bug in niostat');
      expect(status, `with ${limit} descriptors: ${stderr}`).to.be.oneOf([0, 3]);
    }
  });
});
