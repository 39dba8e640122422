import { spawn } from 'node:child_process';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type HostileHypervisor, startHostileHypervisor } from '../support/hostile-hypervisor.ts';
import { niostatWithPeak } from '../support/peak-memory.ts';
import { squeezedLines } from '../support/text.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A program that goes on longer than this hangs, and is killed. */
const LIMIT_MS = 60_000;

const REPLIES: Readonly<Record<string, string>> = {
  'hypervisor version': '100-0.2.14-amd64\r\n',
  'hypervisor module_list': '101 vm\r\n101 nio\r\n100-OK\r\n',
  'nio list': '101 n0\r\n101 n1\r\n100-OK\r\n',
  'vm list': '100-OK\r\n',
  'vm list_con_ports': '100-OK\r\n',
  'nio get_stats n0': '100-1 2 60 120\r\n',
};

/** Runs `niostat`, and Ctrl-C when the stub in its place is asked something that it never answers. */
async function interrupted(...flags: readonly string[]): Promise<{ code: number | null; stdout: string }> {
  const sockets = new Set<Socket>();
  let interrupt: () => void = () => undefined;
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.on('data', (chunk) => {
      const command = chunk.toString().trim();
      const reply = REPLIES[command];
      if (command === 'hypervisor close') socket.end('100-OK\r\n');
      else if (reply !== undefined) socket.write(reply);
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
    expect(lines.some((line) => / interrupted 0\.2\.14-amd64 2 - 0 0 interrupted [\d.]+ ms$/.test(line))).to.equal(
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
      nios: [{ name: 'n0', packetsIn: 1, packetsOut: 2, bytesIn: 60, bytesOut: 120 }, { name: 'n1' }],
    });
    expect(seen.tcp.state).to.equal('interrupted');
  });

  describe('a hypervisor that invents 60,000 routers', () => {
    let hypervisor: HostileHypervisor;
    before(async () => {
      hypervisor = await startHostileHypervisor({ objects: { vm: 60_000 }, consolePort: 1 });
    });
    after(() => hypervisor.stop());

    it('costs at most 250 MiB, and what is left out is said', async () => {
      const { code, stdout, peakMib } = await niostatWithPeak(['probe', `127.0.0.1:${hypervisor.port}`]);
      expect(code).to.equal(3);
      expect(peakMib).to.be.below(250);
      const text = stdout.replace(/\s+/g, ' ');
      expect(text).to.contain(
        `55904 of the 60000 routers of 127.0.0.1:${hypervisor.port} were not asked whether they run`,
      );
      expect(text).to.contain(`niostat send 127.0.0.1:${hypervisor.port} vm list`);
      expect(hypervisor.commands.filter((command) => command.startsWith('vm get_status'))).to.have.length(4096);
    });

    it('is a result of bounded size with --json, too', async () => {
      const { code, stdout, peakMib } = await niostatWithPeak(['probe', '--json', `127.0.0.1:${hypervisor.port}`]);
      expect(code).to.equal(3);
      expect(peakMib).to.be.below(250);
      const [seen] = JSON.parse(stdout).hypervisors;
      expect(seen.vms).to.have.length(4096);
      expect(seen.leftOut).to.deep.equal([{ kind: 'router', number: 55_904, of: 60_000, why: 'too many' }]);
    });
  });
});
