import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { niostat } from '../support/cli.ts';
import type { LineClient } from '../support/line-client.ts';
import { freePorts } from '../support/real-sockets.ts';
import { freeTcpPort, SUBJECTS, withClient, withHypervisor } from '../support/subjects.ts';
import { squeezedLines } from '../support/text.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A program that goes on longer than this hangs, and is killed. */
const LIMIT_MS = 15_000;

/** Runs `niostat`, and Ctrl-C when the stub in its place is asked something that it never answers. */
async function interrupted(...flags: readonly string[]): Promise<{ code: number | null; stdout: string }> {
  const sockets = new Set<Socket>();
  let interrupt: () => void = () => undefined;
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.on('data', (chunk) => {
      const command = chunk.toString().trim();
      if (command === 'hypervisor version') socket.write('100-0.2.14-amd64\r\n');
      else if (command === 'hypervisor module_list') socket.write('101 vm\r\n101 nio\r\n100-OK\r\n');
      else if (command === 'nio list') socket.write('101 n0\r\n100-OK\r\n');
      else if (command === 'nio get_stats n0') socket.write('100-1 2 60 120\r\n');
      else interrupt();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const child = spawn(process.execPath, ['bin/run.js', 'probe', '--timeout', '1h', target, ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  interrupt = () => child.kill('SIGINT');
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  return { code, stdout };
}

async function fill(client: LineClient, consolePort: number): Promise<void> {
  const [local, remote] = await freePorts(2);
  await client.must(
    `nio create_udp n0 ${local} 127.0.0.1 ${remote}`,
    'ethsw create SW1',
    'vm create R1 1 c7200',
    `vm set_con_tcp_port R1 ${consolePort}`,
  );
}

describe('niostat probe', () => {
  for (const subject of SUBJECTS) {
    it(`prints the same tables of ${subject.name} as of every other`, () =>
      withClient(subject, async (client, { port }) => {
        const consolePort = await freeTcpPort();
        await fill(client, consolePort);
        const target = `127.0.0.1:${port}`;
        const { code, stdout, stderr } = await niostat(['probe', target]);
        expect([code, stderr]).to.deep.equal([0, '']);
        const [sum, titles, row, ...tables] = squeezedLines(stdout);
        expect(sum).to.equal('✓ 1 hypervisor: 1 open; no findings');
        expect(titles).to.equal('Hypervisor State Reason Latency Version NIOs Bridges Switches VMs Port already taken');
        const onTakenPort = subject.generation === 'from-0.2.18' ? 'shared, no error' : 'refused (206)';
        expect(row?.replace(/[\d.]+ ms \S+/, 'LATENCY VERSION')).to.equal(
          `${target} open syn-ack LATENCY VERSION 1 0 1 1 ${onTakenPort}`,
        );
        expect(row).to.include(` ${subject.version}`);
        expect(tables).to.deep.equal([
          'NIO Hypervisor Packets In Packets Out Bytes In Bytes Out',
          `n0 ${target} 0 0 0 0`,
          'VM Hypervisor Platform Status Console State AUX State',
          `R1 ${target} c7200 inactive ${consolePort} refused - -`,
          'Name Hypervisor Kind',
          `SW1 ${target} switch`,
        ]);
      }));

    it(`shows the ports of ${subject.name} with --save-config, and refuses to write over the file`, () =>
      withClient(subject, async (client, { port, workingDirectory }) => {
        await fill(client, await freeTcpPort());
        const args = ['probe', `127.0.0.1:${port}`, '--save-config', join(workingDirectory, 'saved.cfg')];
        const first = await niostat(args);
        expect(first.code).to.equal(0);
        expect(squeezedLines(first.stdout)).to.include(
          'NIO Hypervisor Packets In Packets Out Bytes In Bytes Out Local Port Foreign Address Bound To',
        );
        const second = await niostat(args);
        expect(second.code).to.equal(1);
        expect(second.stdout).to.include('not-saved').and.to.not.include('Local Port');
      }));
  }

  it('ends with 130 at Ctrl-C and prints what is known', async () => {
    const { code, stdout } = await interrupted();
    expect(code).to.equal(130);
    const lines = squeezedLines(stdout);
    expect(lines[0]).to.equal('! 1 hypervisor: 1 interrupted; 1 finding');
    expect(lines.some((line) => / interrupted interrupted [\d.]+ ms 0\.2\.14-amd64 1 - 0 - /.test(line))).to.equal(
      true,
    );
    expect(lines.some((line) => /^n0 \S+ 1 2 60 120$/.test(line))).to.equal(true);
  });

  it('ends with 130 at Ctrl-C and prints one JSON value with --json', async () => {
    const { code, stdout } = await interrupted('--json');
    expect(code).to.equal(130);
    const [seen] = JSON.parse(stdout).hypervisors;
    expect(seen).to.deep.include({
      version: '0.2.14-amd64',
      nios: [{ name: 'n0', packetsIn: 1, packetsOut: 2, bytesIn: 60, bytesOut: 120 }],
    });
    expect(seen.tcp.state).to.equal('interrupted');
    expect(seen).to.not.have.property('vms');
  });
});

describe('niostat send', () => {
  for (const subject of SUBJECTS) {
    it(`prints the reply of ${subject.name} as it came`, () =>
      withHypervisor(subject, async ({ port }) => {
        const target = `127.0.0.1:${port}`;
        const test = await niostat(['send', target, 'hypervisor', 'parser_test', 'a', 'b c']);
        // docs/FACTS.md, "Replies word for word".
        expect([test.code, test.stdout]).to.deep.equal([
          0,
          '101 arg 0 (len 1): "a"\n101 arg 1 (len 3): "b c"\n100-OK\n',
        ]);
        const refused = await niostat(['send', target, 'bogus', 'x']);
        expect([refused.code, refused.stdout]).to.deep.equal([1, "201-Unknown module 'bogus'\n"]);
      }));

    it(`sends equal words to ${subject.name} in the order in which they were typed`, () =>
      withHypervisor(subject, async ({ port }) => {
        const words = ['hypervisor', 'parser_test', 'a', 'b', 'a', 'c', 'a'];
        const { code, stdout } = await niostat(['send', `127.0.0.1:${port}`, ...words]);
        expect(code).to.equal(0);
        expect(stdout.trimEnd().split('\n')).to.deep.equal([
          '101 arg 0 (len 1): "a"',
          '101 arg 1 (len 1): "b"',
          '101 arg 2 (len 1): "a"',
          '101 arg 3 (len 1): "c"',
          '101 arg 4 (len 1): "a"',
          '100-OK',
        ]);
      }));

    it(`does not stop ${subject.name} when there is nobody to confirm it`, () =>
      withHypervisor(subject, async ({ port, workingDirectory }) => {
        const target = `127.0.0.1:${port}`;
        const saved = join(workingDirectory, 'saved.cfg');
        for (const words of [['hypervisor', 'stop'], ['hypervisor reset'], ['hypervisor', 'save_config', saved]]) {
          const { code, stdout, stderr } = await niostat(['send', target, ...words], { input: 'y\n' });
          expect([code, stdout]).to.deep.equal([2, '']);
          expect(stderr).to.include('was not confirmed').and.to.include('--yes');
        }
        expect(existsSync(saved)).to.equal(false);
        const { code } = await niostat(['send', '-y', target, 'hypervisor', 'save_config', saved]);
        expect([code, existsSync(saved)]).to.deep.equal([0, true]);
      }));
  }
});
