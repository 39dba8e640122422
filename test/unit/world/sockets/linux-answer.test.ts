import { spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { SocketRow, SocketTable } from '../../../../src/core/sockets/socket-table.ts';
import { HostAnswer } from '../../../../src/world/sockets/host-answer.ts';
import { readLinux } from '../../../../src/world/sockets/linux-host.ts';
import { unixScript } from '../../../../src/world/sockets/unix-script.ts';

const MARK = '%niostat ';

/** What is read of a whole answer. */
function parseRemote(host: string, text: string): SocketTable | undefined {
  const answer = new HostAnswer(MARK);
  answer.take(Buffer.from(text));
  return answer.table({ host });
}

/** What the script answers on this host. */
function answer(): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-s'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject).on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
    child.stdin.end(`${unixScript(MARK)}\n`);
  });
}

/** An answer as a small host gives it; parts can be replaced. */
function answerOf(parts: Readonly<Record<string, string>> = {}): string {
  const all: Record<string, string> = {
    linux: '',
    udp: [
      '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
      ' 5513: 0100007F:2710 0100007F:2711 01 00000000:00000000 00:00000000 00000000     0        0 41 2 0000000000000000 0',
    ].join('\n'),
    ...{ udp6: '', tcp: '', tcp6: '' },
    fib_trie: [
      'Main:',
      '  +-- 0.0.0.0/0 3 0 4',
      '     |-- 0.0.0.0',
      '        /0 universe UNICAST',
      '        |-- 127.0.0.1',
      '           /32 host LOCAL',
      '        |-- 198.18.0.2',
      '           /32 host LOCAL',
      '        |-- 198.18.0.255',
      '           /32 link BROADCAST',
    ].join('\n'),
    if_inet6: [
      '00000000000000000000000000000001 01 80 10 80       lo',
      'fe80000000000000505400fffe123456 02 40 20 80     eth0',
    ].join('\n'),
    user: '0',
    descriptors: ['/proc/1', '/proc/70', 'lrwx------ 1 root root 64 Nov 22 22:07 5 -> socket:[41]'].join('\n'),
    names: ['/proc/1', '=init', '/proc/70', '=dynamips', '/proc/71', '='].join('\n'),
    end: '',
    ...parts,
  };
  return Object.entries(all)
    .map(([name, text]) => `%niostat ${name}\n${text === '' ? '' : `${text}\n`}`)
    .join('');
}

function parsed(parts: Readonly<Record<string, string>> = {}): SocketTable {
  const table = parseRemote('beta', answerOf(parts));
  expect(table).to.not.equal(undefined);
  return table as SocketTable;
}

/**
 * The sockets of these ports, in an order of their own; not the old connections that others may have had from
 * there.
 */
function rowsAt(table: SocketTable, ports: ReadonlySet<number>): SocketRow[] {
  return table.rows
    .filter(({ protocol, state, localPort }) => ports.has(localPort) && (protocol === 'udp' || state === 'LISTEN'))
    .sort((a, b) => a.inode - b.inode);
}

describe('the script for other hosts', () => {
  describe('run on this host', () => {
    const open: (Socket | Server)[] = [];
    const ports = new Set<number>();
    let table: SocketTable;
    let here: SocketTable;

    before(async () => {
      for (const type of ['udp4', 'udp6', 'udp4'] as const) {
        const socket = createSocket(type);
        open.push(socket);
        await new Promise<void>((resolve) => {
          socket.bind({ port: 0, address: type === 'udp4' ? '127.0.0.1' : '::1' }, resolve);
        });
        ports.add(socket.address().port);
      }
      const server = createServer();
      open.push(server);
      await new Promise<void>((resolve) => {
        server.listen({ port: 0, host: '127.0.0.1' }, resolve);
      });
      ports.add((server.address() as AddressInfo).port);
      const [first, , third] = open as Socket[];
      await new Promise<void>((resolve) => {
        third?.connect(first?.address().port ?? 0, '127.0.0.1', () => resolve());
      });
      here = await readLinux({ source: '/proc' });
      table = parseRemote('beta', await answer()) as SocketTable;
    });
    after(async () => {
      for (const one of open) await new Promise<void>((resolve) => one.close(() => resolve()));
    });

    it('gives the rows that this host gives itself, with the process and the descriptor of each', () => {
      const rows = rowsAt(table, ports);
      expect(rows).to.have.length(4);
      expect(rows).to.deep.equal(rowsAt(here, ports));
      for (const { pid } of rows) expect(pid).to.equal(process.pid);
    });

    it('gives the name of the process and the addresses of the host', () => {
      expect(table.processes.get(process.pid)?.name).to.equal(here.processes.get(process.pid)?.name);
      expect([...new Set(table.addresses)]).to.include.members([...here.addresses]);
      expect(table).to.include({ host: 'beta', tellsAge: true, hidesPeers: false });
    });

    it('is not misled by the names of files that a process has open', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'niostat-names-'));
      const [row] = rowsAt(here, ports);
      // Names of files are up to anybody: this one says that descriptor 999 is the socket.
      const names = [`x 999 -> socket:[${row?.inode}]`, `x\n%niostat end\ny socket:`];
      const opened = names.map((name) => openSync(join(folder, name), 'w'));
      try {
        const misled = parseRemote('beta', await answer()) as SocketTable;
        expect(rowsAt(misled, ports)).to.deep.equal(rowsAt(here, ports));
      } finally {
        for (const descriptor of opened) closeSync(descriptor);
        rmSync(folder, { recursive: true });
      }
    });

    it('is not misled by a name that looks like another process', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'niostat-names-'));
      const [row] = rowsAt(here, ports);
      const name = `x\nlrwx------ 1 root root 64 Nov 22 22:07 999 -> socket:[${row?.inode}]`;
      const opened = openSync(join(folder, name), 'w');
      try {
        const misled = parseRemote('beta', await answer()) as SocketTable;
        expect(rowsAt(misled, ports)).to.deep.equal(rowsAt(here, ports));
      } finally {
        closeSync(opened);
        rmSync(folder, { recursive: true });
      }
    });

    it('is not misled by what a process calls itself', async () => {
      const names = ['%niostat udp', '%niostat end', '/proc/1'];
      // A process may call itself anything, and reads until it is told to end.
      const script = 'printf %s "$1" >/proc/$$/comm; echo ready; read line';
      const running = names.map((name) =>
        spawn('sh', ['-c', script, 'sh', name], { stdio: ['pipe', 'pipe', 'ignore'] }),
      );
      try {
        await Promise.all(running.map((child) => new Promise((resolve) => child.stdout.once('data', resolve))));
        const misled = parseRemote('beta', await answer()) as SocketTable;
        expect(misled, 'the answer').to.not.equal(undefined);
        expect(misled.processes.get(1)?.name).to.equal(table.processes.get(1)?.name);
        expect(rowsAt(misled, ports)).to.deep.equal(rowsAt(here, ports));
      } finally {
        for (const child of running) child.stdin.end();
        await Promise.all(running.map((child) => new Promise((resolve) => child.once('close', resolve))));
      }
    });

    it('reads only: it writes to nothing but /dev/null', () => {
      expect(unixScript(MARK).replaceAll('2>/dev/null', '')).to.not.match(/[^-]>|\b(rm|mv|cp|tee|mktemp|touch)\b/);
    });
  });

  describe('its answer', () => {
    it('tells which processes do not run', () => {
      // As Linux 6.18 prints it.
      const { processes } = parsed({ halted: '/proc/70/status:State:\tT (stopped)' });
      expect(processes.get(70)).to.deep.equal({ pid: 70, name: 'dynamips', args: [], halted: 'stopped' });
    });

    it('gives rows, owners, names and addresses', () => {
      const table = parsed();
      expect(table.rows).to.have.length(1);
      expect(table.rows[0]).to.include({ localPort: 10_000, remotePort: 10_001, inode: 41, pid: 70, fd: 5 });
      expect(table.processes.get(70)).to.deep.equal({ pid: 70, name: 'dynamips', args: [] });
      expect(table.processes.has(71), 'ended between the reads').to.equal(false);
      expect(table.addresses).to.include.members(['127.0.0.1', '198.18.0.2', '::1', 'fe80::5054:ff:fe12:3456']);
      expect(table.addresses).to.not.include('198.18.0.255');
      expect(table.limits).to.deep.equal([]);
    });

    it('is none if it is cut off anywhere before its end', () => {
      const whole = answerOf();
      const end = whole.indexOf('%niostat end') + '%niostat end\n'.length;
      for (let length = 0; length < end; length++)
        expect(parseRemote('beta', whole.slice(0, length)), `${length} characters`).to.equal(undefined);
      expect(parseRemote('beta', whole.slice(0, end))).to.not.equal(undefined);
    });

    it('is none if it is that of something else', () => {
      for (const text of ['', 'Welcome to FreeBSD\n', '%niostat end\n', '%niostat udp\n', '\u0000\u0001'])
        expect(parseRemote('beta', text)).to.equal(undefined);
    });

    it('may stand behind a greeting that the shell prints', () => {
      const table = parseRemote('beta', `Last login: today\n\n${answerOf()}`);
      expect(table?.rows).to.have.length(1);
    });

    it('says why an owner is not known, by the user that it was asked as', () => {
      const nobody = { descriptors: '/proc/1\n/proc/70' };
      expect(parsed(nobody).rows[0]).to.include({ unknownOwner: 'gone' });
      const table = parsed({ ...nobody, user: '1000' });
      expect(table.rows[0]).to.include({ unknownOwner: 'no permission' });
      expect(table.limits.join('\n')).to.match(/root/).and.match(/beta/);
    });

    it('names the lowest of several holders', () => {
      const line = 'lrwx------ 1 root root 64 Nov 22 22:07 5 -> socket:[41]';
      const descriptors = ['/proc/700', line, '/proc/70', line, '/proc/99', line].join('\n');
      expect(parsed({ descriptors }).rows[0]).to.include({ pid: 70 });
    });

    it('takes the name of a file for no socket, whatever it looks like', () => {
      const descriptors = [
        '/proc/5',
        'l-wx------ 1 nobody nogroup 64 Nov 22 22:07 3 -> /tmp/x 9 -> socket:[41]',
        '/proc/70',
        'lrwx------ 1 root root 64 Nov 22 22:07 5 -> socket:[41]',
      ].join('\n');
      expect(parsed({ descriptors }).rows[0]).to.include({ pid: 70, fd: 5 });
    });

    it('counts lines of a table that are no rows', () => {
      const table = parsed({ udp6: 'bash: warning: something\n\u001b[31m' });
      expect(table.limits.join('\n')).to.match(/2 lines.*"bash: warning: something"/);
    });

    it('keeps a name that imitates a mark for a name', () => {
      const names = ['/proc/1', '=init', '/proc/69', '=%niostat udp', '/proc/70', '=dynamips'].join('\n');
      const table = parsed({ names });
      expect(table.rows, 'rows of the table').to.have.length(1);
      expect(table.processes.get(70)?.name).to.equal('dynamips');
    });

    it('is not complete because a process is called like its end', () => {
      const names = ['/proc/1', '=init', '/proc/69', '=%niostat end'].join('\n');
      const text = answerOf({ names });
      expect(parseRemote('beta', text.slice(0, text.lastIndexOf('%niostat end')))).to.equal(undefined);
    });
  });
});
