/** `links` of root who may not look into processes, as in many containers; needs a build. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';

const LAUNCHER = ['setpriv', '--bounding-set', '-sys_ptrace', '--inh-caps', '-sys_ptrace'] as const;

/** Two sockets that point at each other. Says when they are there. */
const LINK = `
const dgram = require('node:dgram');
process.title = 'dynamips';
const [a, b] = [dgram.createSocket('udp4'), dgram.createSocket('udp4')];
a.bind(0, '127.0.0.1', () => b.bind(0, '127.0.0.1', () => {
  a.connect(b.address().port, '127.0.0.1', () => b.connect(a.address().port, '127.0.0.1', () => console.log('ready')));
}));`;

describe('links of root without CAP_SYS_PTRACE', () => {
  const [program, ...options] = LAUNCHER;
  const isPossible = process.geteuid?.() === 0 && spawnSync(program, [...options, 'true']).status === 0;
  if (!isPossible) {
    it.skip('is not tested here: only root with setpriv gives up a capability');
    return;
  }

  let emulator: ChildProcess;
  before(async () => {
    emulator = spawn(process.execPath, ['-e', LINK], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(emulator.stdout as NodeJS.ReadableStream, 'data');
  });
  after(() => emulator.kill());

  const links = (...args: string[]) =>
    spawnSync(program, [...options, process.execPath, 'bin/run.js', 'links', ...args], { encoding: 'utf8' });

  it('says that owners are hidden and what shows them, and not that there are no links', () => {
    const { status, stdout } = links();
    expect(status, stdout).to.equal(3);
    expect(stdout.replace(/\s+/g, ' ')).to.match(
      /^! no links that this user may see: the owner of \d+ UDP sockets is hidden; run it with CAP_SYS_PTRACE/,
    );
    expect(stdout).to.include('hidden even from root').and.not.include('as root');
  });

  it('says so in the JSON', () => {
    const [host] = JSON.parse(links('--json').stdout).hosts;
    expect(host).to.include({ host: 'localhost', hiddenFromRoot: true });
    expect(host.hiddenSockets).to.be.above(1);
  });
});
