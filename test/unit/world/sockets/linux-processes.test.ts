import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { LinuxProcesses } from '../../../../src/world/sockets/linux-processes.ts';

interface FakeProcess {
  readonly comm?: string;
  readonly cmdline?: string | Buffer;
  /** Descriptor → what it is. */
  readonly fd?: Readonly<Record<number, string>>;
}

/** A tree like /proc in a temporary folder. */
class FakeProc {
  readonly root = mkdtempSync(join(tmpdir(), 'niostat-proc-'));

  add(pid: number, { comm, cmdline, fd }: FakeProcess): void {
    const folder = join(this.root, String(pid));
    mkdirSync(folder);
    if (comm !== undefined) writeFileSync(join(folder, 'comm'), comm);
    if (cmdline !== undefined) writeFileSync(join(folder, 'cmdline'), cmdline);
    if (fd === undefined) return;
    mkdirSync(join(folder, 'fd'));
    for (const [number, target] of Object.entries(fd)) symlinkSync(target, join(folder, 'fd', number));
  }

  end(pid: number): void {
    rmSync(join(this.root, String(pid)), { recursive: true });
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

describe('LinuxProcesses', () => {
  let proc: FakeProc;
  beforeEach(() => {
    proc = new FakeProc();
  });
  afterEach(() => proc.remove());

  it('finds who holds a socket, under which descriptor, and what the program is', () => {
    proc.add(100, {
      comm: 'dynamips\n',
      cmdline: ['dynamips', '-H', '127.0.0.1:7200', ''].join('\0'),
      fd: { 0: '/dev/null', 5: 'socket:[41]' },
    });
    proc.add(101, { comm: 'bash\n', cmdline: '-bash\0', fd: { 3: 'socket:[42]' } });
    const processes = new LinuxProcesses(proc.root);
    processes.find([41, 42]);
    expect([...processes.holders].sort()).to.deep.equal([
      [41, { pid: 100, fd: 5 }],
      [42, { pid: 101, fd: 3 }],
    ]);
    expect(processes.isDenied).to.equal(false);
    expect(processes.info(100)).to.deep.equal({
      pid: 100,
      name: 'dynamips',
      args: ['dynamips', '-H', '127.0.0.1:7200'],
    });
  });

  it('takes descriptors that are no sockets for what they are', () => {
    const fd = { 0: 'socket:41', 1: 'anon_inode:[eventfd]', 2: '/tmp/socket:[41]', 3: 'pipe:[41]', 4: 'socket:[41' };
    proc.add(100, { comm: 'sh\n', fd });
    const processes = new LinuxProcesses(proc.root);
    processes.find([41]);
    expect(processes.holders.has(41)).to.equal(false);
  });

  it('passes over what is no process, and over one without a folder of descriptors', () => {
    mkdirSync(join(proc.root, 'net'));
    mkdirSync(join(proc.root, '12x'));
    writeFileSync(join(proc.root, 'uptime'), '1');
    proc.add(100, { comm: 'kthreadd\n' });
    const processes = new LinuxProcesses(proc.root);
    processes.find([41]);
    expect(processes.holders.size).to.equal(0);
    expect(processes.isDenied).to.equal(false);
  });

  it('passes over a process that ends between the reads', () => {
    proc.add(100, { comm: 'dynamips\n', cmdline: 'dynamips\0', fd: { 3: 'socket:[41]' } });
    proc.add(101, { comm: 'vpcs\n', cmdline: 'vpcs\0', fd: { 3: 'socket:[42]' } });
    const processes = new LinuxProcesses(proc.root);
    proc.end(100);
    processes.findEmulators();
    processes.find([41, 42]);
    expect([...processes.holders.keys()]).to.deep.equal([42]);
    expect(processes.isDenied).to.equal(false);
    proc.end(101);
    expect(processes.info(101)).to.deep.equal({ pid: 101, name: 'vpcs', args: [] });
    expect(processes.info(555)).to.deep.equal({ pid: 555, name: '', args: [] });
  });

  it('has no processes where there is no /proc', () => {
    const processes = new LinuxProcesses(join(proc.root, 'nosuch'));
    processes.findEmulators();
    processes.find([41]);
    expect(processes.holders.size).to.equal(0);
  });

  it('says that it was denied, and still finds the others', () => {
    proc.add(100, { comm: 'dynamips\n', fd: { 3: 'socket:[41]' } });
    proc.add(101, { comm: 'vpcs\n', fd: { 3: 'socket:[42]' } });
    const folder = join(proc.root, '100', 'fd');
    chmodSync(folder, 0o000);
    const asUser = asAnotherUser(() => {
      const processes = new LinuxProcesses(proc.root);
      processes.find([41, 42]);
      return processes;
    }, proc.root);
    chmodSync(folder, 0o700);
    expect(asUser.isDenied).to.equal(true);
    expect([...asUser.holders.keys()]).to.deep.equal([42]);
  });

  it('says so as well where it may see descriptors and not what they are', () => {
    proc.add(100, { comm: 'dynamips\n', fd: { 3: 'socket:[41]' } });
    const folder = join(proc.root, '100', 'fd');
    // A folder that may be listed and not entered.
    chmodSync(folder, 0o744);
    const asUser = asAnotherUser(() => {
      const processes = new LinuxProcesses(proc.root);
      processes.find([41]);
      return processes;
    }, proc.root);
    expect([asUser.isDenied, asUser.holders.size]).to.deep.equal([true, 0]);
  });

  it('keeps names as they are, with escape sequences and line breaks; only the last line break is the kernel’s', () => {
    proc.add(100, { comm: '\u001b[31mred\n\u0007\n', fd: { 3: 'socket:[41]' } });
    proc.add(101, { comm: 'two\n\n', fd: {} });
    const processes = new LinuxProcesses(proc.root);
    expect(processes.info(100).name).to.equal('\u001b[31mred\n\u0007');
    expect(processes.info(101).name).to.equal('two\n');
  });

  it('cuts a command line of megabytes, and takes bytes that are no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('dynamips\0-H\x007200\0'), Buffer.alloc(8_000_000, 'x')]);
    proc.add(100, { comm: 'dynamips\n', cmdline: bytes, fd: {} });
    proc.add(101, { comm: Buffer.from([0xff, 0xfe, 0x0a]).toString('latin1'), cmdline: Buffer.from([0xff, 0, 0xfe]) });
    const processes = new LinuxProcesses(proc.root);
    const { args } = processes.info(100);
    expect(args.slice(0, 3)).to.deep.equal(['dynamips', '-H', '7200']);
    expect(args.join('').length).to.be.at.most(4096);
    expect(processes.info(101).args).to.deep.equal(['\ufffd', '\ufffd']);
  });

  it('looks into emulators first, and no further than it must', () => {
    proc.add(100, { comm: 'bash\n', fd: { 3: 'socket:[40]' } });
    for (const [index, comm] of ['dynamips', 'ubridge', 'vpcs', 'qemu-system-x86', 'niostat hypervi'].entries())
      proc.add(201 + index, { comm: `${comm}\n`, fd: { 3: `socket:[${41 + index}]` } });
    const processes = new LinuxProcesses(proc.root);
    processes.findEmulators();
    expect([...processes.holders.keys()].sort()).to.deep.equal([41, 42, 43, 44, 45]);
    processes.find([41, 45]);
    expect(processes.holders.has(40), 'nobody asked for it').to.equal(false);
    processes.find([40]);
    expect(processes.holders.get(40)).to.deep.equal({ pid: 100, fd: 3 });
  });

  it('names the lowest of several holders', () => {
    for (const pid of [300, 101, 1000]) proc.add(pid, { comm: 'worker\n', fd: { 3: 'socket:[41]' } });
    const processes = new LinuxProcesses(proc.root);
    processes.find([41]);
    expect(processes.holders.get(41)?.pid).to.equal(101);
  });

  it('names the same of several holders, whatever other sockets are asked for', () => {
    // An emulator, and the program that started it and left it its socket.
    proc.add(100, { comm: 'gns3server\n', fd: { 9: 'socket:[41]' } });
    proc.add(200, { comm: 'dynamips\n', fd: { 3: 'socket:[41]' } });
    proc.add(300, { comm: 'bash\n', fd: { 3: 'socket:[50]' } });
    const holders = [[41], [41, 50]].map((inodes) => {
      const processes = new LinuxProcesses(proc.root);
      processes.findEmulators();
      processes.find(inodes);
      return processes.holders.get(41);
    });
    expect(holders[1]).to.deep.equal(holders[0]);
  });
});

/** Runs `work` without root's right to read everything; only root may give it up for a while. */
function asAnotherUser<T>(work: () => T, root: string): T {
  const { getuid, seteuid } = process;
  if (getuid?.() !== 0 || seteuid === undefined) return work();
  chmodSync(root, 0o755);
  seteuid.call(process, 65_534);
  try {
    return work();
  } finally {
    seteuid.call(process, 0);
  }
}
