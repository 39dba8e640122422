import { spawn } from 'node:child_process';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { squeezedLines } from '../support/text.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A program that goes on longer than this hangs, and is killed. */
const LIMIT_MS = 60_000;

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
      else if (command === 'hypervisor close') socket.end('100-OK\r\n');
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

describe('niostat probe', () => {
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
