/** `NODE_DEBUG=niostat`: what the program says and hears, as docs/WIRE-LOG.md describes it. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { niostat, type Run, type RunOptions } from '../support/cli.ts';
import { SUBJECTS, withHypervisor } from '../support/subjects.ts';

const LOGGED: RunOptions = { env: { NODE_DEBUG: 'niostat' } };

/** The lines of the log without process and time, which are different each time. */
function logOf({ stderr }: Run): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('NIOSTAT '))
    .map((line) => line.replace(/^NIOSTAT \d+: \d+ ms /, ''));
}

/** Runs `work` with the port of a peer that answers every line with the next of these replies. */
async function withReplies(replies: readonly string[], work: (port: number) => Promise<void>): Promise<void> {
  const left = [...replies];
  const server = createServer((socket) => {
    socket.on('data', () => socket.write(left.shift() ?? '')).on('error', () => undefined);
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  try {
    await work((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

describe('the wire log', () => {
  const [subject] = SUBJECTS;

  it('shows every line to and from a hypervisor, and changes nothing else', () =>
    withHypervisor(subject as (typeof SUBJECTS)[number], async ({ port }) => {
      const args = ['send', '--yes', `127.0.0.1:${port}`, 'nio', 'delete', 'nosuch'];
      const silent = await niostat(args);
      const logged = await niostat(args, LOGGED);
      expect(silent.stderr).to.not.contain('NIOSTAT');
      expect([logged.code, logged.stdout]).to.deep.equal([silent.code, silent.stdout]);
      const where = `127.0.0.1:${port}`;
      expect(logOf(logged)).to.deep.equal([
        `* ${where} 127.0.0.1 open (syn-ack)`,
        `> ${where} nio delete nosuch`,
        `< ${where} 207-unable to delete NIO 'nosuch'`,
        `> ${where} hypervisor close`,
        `< ${where} 100-OK`,
        `* ${where} the connection was closed here`,
      ]);
    }));

  it('cuts long lines, makes control characters visible, and shows a line that has no end', () => {
    return withReplies([`101 a\x1b[2J\u202e\r\n101 ${'x'.repeat(2000)}\r\n10`], async (port) => {
      const run = await niostat(['send', `127.0.0.1:${port}`, 'nio list', '--timeout', '1s'], LOGGED);
      const where = `127.0.0.1:${port}`;
      expect(logOf(run).slice(2)).to.deep.equal([
        `< ${where} 101 a\\x1b[2J\\u202e`,
        // The CR at its end counts.
        `< ${where} 101 ${'x'.repeat(996)}… (2005 bytes)`,
        // A hypervisor that is only slow keeps a descriptor if it is not told.
        `> ${where} hypervisor close`,
        `< ${where} 10 (without an end)`,
        `* ${where} no complete reply within 1000 ms`,
      ]);
    });
  });

  it('shows the answers to questions about names', async () => {
    const run = await niostat(['probe', 'nosuch.invalid:7200', '--timeout', '1s'], LOGGED);
    expect(logOf(run)[0]).to.match(/^\? nosuch\.invalid no address \(\d+ ms\)$/);
    expect(logOf(run)[1]).to.equal('* nosuch.invalid:7200  unresolvable (no-address)');
  });

  it('shows commands with their words, their end and their time', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'niostat-wire-log-'));
    try {
      writeFileSync(join(directory, 'ssh'), '#!/bin/sh\necho no such host >&2\nexit 255\n', { mode: 0o755 });
      const env = { ...LOGGED.env, PATH: `${directory}:${process.env['PATH'] ?? ''}` };
      const run = await niostat(['links', '--host', 'lab.example'], { env });
      const lines = logOf(run).filter((line) => line.startsWith('$'));
      const ssh = lines.filter((line) => line.includes(' ssh '));
      expect(ssh).to.have.length(1);
      // The last word is a script: a line of more than 1000 bytes is cut.
      expect(ssh[0]).to.match(/^\$ \(\d+\) ssh -o BatchMode=yes .* -- lab\.example echo .{700,900}… \(\d{4} bytes\)$/);
      const pid = /\(\d+\)/.exec(ssh[0] as string)?.[0] ?? '';
      const end = lines.find((line) => line.startsWith(`$ ${pid} exit code`));
      expect(end).to.match(/^\$ \(\d+\) exit code 255 \(\d+ ms\)$/);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('hides tokens', async () => {
    const token = 'a-token-that-nobody-may-read';
    await withReplies(['100-OK\r\n', '100-OK\r\n'], async (port) => {
      const words = ['hypervisor', 'parser_test', '--token', token];
      const run = await niostat(['send', `127.0.0.1:${port}`, '--', ...words], LOGGED);
      expect(logOf(run)[1]).to.equal(`> 127.0.0.1:${port} hypervisor parser_test --token ***`);
    });
    // A name is looked up only after the token is known.
    const reach = await niostat(['reach', `${token}.invalid`, '--udp', '10000', '--token', token], LOGGED);
    expect(logOf(reach)[0]).to.match(/^\? \*\*\*\.invalid no address/);
  });
});
