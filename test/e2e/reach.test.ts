import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { niostat } from '../support/cli.ts';
import { closeAll, freePorts, freeTcpPort } from '../support/real-sockets.ts';
import { expectValid } from '../support/result-schema.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A program that goes on longer than this hangs, and is killed. */
const LIMIT_MS = 60_000;

interface Started {
  readonly child: ChildProcess;
  /** What it has said on standard error until it was ready. */
  readonly said: string;
  readonly ended: Promise<{ code: number | null; stdout: string }>;
}

/** Starts `niostat` and waits until it has said that on standard error. */
async function start(args: readonly string[], ready: RegExp): Promise<Started> {
  const child = spawn(process.execPath, ['bin/run.js', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  let [stdout, said] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  const ended = new Promise<{ code: number | null; stdout: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout })),
  );
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      said += chunk;
      if (ready.test(said)) resolve();
    });
    void ended.then(() => reject(new Error(`it ended: ${said}`)));
  });
  return { child, said, ended };
}

describe('niostat respond and reach', () => {
  it('the command that respond prints is the one that works', async () => {
    const udp = await freePorts(3);
    const tcp = await freeTcpPort();
    const ports = ['--udp', `${udp[0]}-${udp[2]}`, '--tcp', String(tcp)];
    const { child, said, ended } = await start(
      ['respond', '--listen', '127.0.0.1', ...ports, '--json'],
      / --token-file -\n/,
    );
    expect(said).to.match(/^Answering on UDP .* and TCP \d+ of 127\.0\.0\.1 for 10 min\. Ctrl-C ends it\.$/m);
    const [, ...words] = /niostat (.*)/.exec(said)?.[1]?.split(' ') ?? [];
    const token = { input: `${/^Token: (\w+)$/m.exec(said)?.[1]}\n` };
    const reached = await niostat(['reach', ...words], token);
    expect([reached.code, reached.stderr]).to.deep.equal([0, '']);
    expect(reached.stdout.split('\n')[0]).to.equal('✓ 127.0.0.1: every path is open: 4 ports on 1 host');
    const told = JSON.parse((await niostat(['reach', ...words, '--json'], token)).stdout);
    expectValid('reach', told);
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    const result = JSON.parse(stdout);
    expectValid('respond', result);
    expect([code, result.ended, result.ignored, result.limited]).to.deep.equal([0, 'interrupted', 0, 0]);
    expect(result.bytesSent).to.be.at.most(result.bytesReceived).and.above(1514);
  });

  it('respond names who has a port, and opens none', async () => {
    const [udp = 0, free = 0] = await freePorts(2);
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind({ port: udp, exclusive: true }, resolve));
    const server = createServer();
    const tcp = await freeTcpPort();
    await new Promise<void>((resolve) => server.listen(tcp, '0.0.0.0', resolve));
    const args = ['respond', '--udp', `${udp},${free}`, '--tcp', String(tcp)];
    const { code, stdout, stderr } = await niostat(args);
    const { stdout: json } = await niostat([...args, '--json']);
    await closeAll([socket]);
    await new Promise((resolve) => server.close(resolve));
    expect([code, stdout]).to.deep.equal([3, '']);
    expect(stderr).to.include('niostat: 2 of 3 ports cannot be opened; none is open\n');
    expect(stderr).to.match(new RegExp(`^ {2}UDP ${udp} is in use by \\S+ \\(pid ${process.pid}\\)$`, 'm'));
    expect(stderr).to.match(new RegExp(`^ {2}TCP ${tcp} is in use by \\S+ \\(pid ${process.pid}\\)$`, 'm'));
    expectValid('error', JSON.parse(json));
    expect(JSON.parse(json).error.code).to.equal('PORTS_TAKEN');
  });

  it('respond says with how many files it could do', async () => {
    const args = [
      '-c',
      'ulimit -n 60; exec "$0" bin/run.js respond --listen 127.0.0.1 --udp 20000-20999',
      process.execPath,
    ];
    const child = spawn('sh', args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'], timeout: LIMIT_MS });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, stderr.includes('ulimit -n 1100')], stderr).to.deep.equal([3, true]);
  });

  it('Ctrl-C ends reach at once with what is known, and 130', async () => {
    const silent = createSocket('udp4');
    await new Promise<void>((resolve) => silent.bind({ port: 0, address: '127.0.0.1', exclusive: true }, resolve));
    const [closed = 0] = await freePorts(1);
    const args = ['reach', '127.0.0.1', '--timeout', '1h', '--json', '--token', 'a'.repeat(16)];
    const child = spawn(process.execPath, ['bin/run.js', ...args, '--udp', `${silent.address().port},${closed}`], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    // The first datagram shows that it is under way.
    silent.once('message', () => child.kill('SIGINT'));
    const code = await new Promise((resolve) => child.once('close', resolve));
    await closeAll([silent]);
    const result = JSON.parse(stdout);
    expectValid('reach', result);
    expect(code).to.equal(130);
    const [port] = result.hosts[0].ports.filter(({ reason }: { reason: string }) => reason === 'interrupted');
    expect(port).to.include({ protocol: 'udp', state: 'not tried', isFinding: false });
    // What was not tried to the end is nothing that could be called clean.
    expect(result.hosts[0].verdict).to.equal('unknown');
  });

  it('Ctrl-C ends reach at once while it asks a program that accepts and says nothing', async () => {
    let connections = 0;
    const interrupts: (() => void)[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      connections++;
      // The first one was the try of the port; on the second a question comes in, and no answer goes out.
      if (connections === 2) socket.once('data', () => interrupts[0]?.());
    });
    const tcp = await freeTcpPort();
    await new Promise<void>((resolve) => server.listen(tcp, '127.0.0.1', resolve));
    const args = ['reach', '127.0.0.1', '--timeout', '1h', '--tcp', String(tcp), '--token', 'a'.repeat(16), '--json'];
    const child = spawn(process.execPath, ['bin/run.js', ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    interrupts.push(() => child.kill('SIGINT'));
    const code = await new Promise((resolve) => child.once('close', resolve));
    await new Promise((resolve) => server.close(resolve));
    expect(code).to.equal(130);
    expect(JSON.parse(stdout).hosts[0].ports[0]).to.include({ state: 'open' });
  });
});
