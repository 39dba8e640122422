import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parseGns3Target } from '../../src/core/open-project/gns3-target.ts';
import { shellQuote } from '../../src/core/text/shell-word.ts';
import { quietUi } from '../../src/core/ui.ts';
import { Gns3ServerError } from '../../src/world/gns3-server/gns3-server-error.ts';
import { listOpenProjects } from '../../src/world/gns3-server/read-server.ts';
import type { ServerOptions } from '../../src/world/gns3-server/server-options.ts';
import { type FakeGns3Server, NO_CONFS, startFakeGns3Server } from '../support/fake-gns3-server.ts';
import { HAS_PSEUDO_TERMINAL, TerminalSession } from '../support/pseudo-terminal.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A certificate of `localhost` that has signed itself, with its key, for a hundred years. */
const CERTIFICATE = fileURLToPath(new URL('../fixtures/tls/localhost.pem', import.meta.url));
const TLS = {
  cert: readFileSync(CERTIFICATE, 'utf8'),
  key: readFileSync(new URL('../fixtures/tls/localhost-key.pem', import.meta.url), 'utf8'),
};

/** How it went: `ok` and the protocol, or the code of the error. */
async function outcome(url: string, options: Partial<ServerOptions> = {}): Promise<string> {
  const { code, text } = await asked(url, options);
  return code ?? text;
}

async function asked(url: string, options: Partial<ServerOptions> = {}): Promise<{ code?: string; text: string }> {
  const target = parseGns3Target(url);
  if (target === undefined) throw new Error(url);
  try {
    const all = { insecure: false, timeoutMs: 30_000, confPlaces: NO_CONFS, ...options };
    const { server } = await listOpenProjects(target, all, quietUi());
    return { text: `ok ${server.protocol}` };
  } catch (error) {
    if (!(error instanceof Gns3ServerError)) throw error;
    return { code: error.code, text: `${error.message}\n${error.next}` };
  }
}

describe('a GNS3 server over TLS', () => {
  let server: FakeGns3Server;
  let plain: FakeGns3Server;
  let folder: string;

  before(async () => {
    server = await startFakeGns3Server({}, { tls: TLS, login: { user: 'a', password: 'b' } });
    plain = await startFakeGns3Server({});
    folder = mkdtempSync(join(tmpdir(), 'niostat-tls-'));
  });

  after(async () => {
    await server.stop();
    await plain.stop();
    rmSync(folder, { recursive: true });
  });

  const credentials = { user: 'a', password: 'b', from: 'a test' };

  it('is asked if its certificate is named', async () => {
    expect(await outcome(`gns3s://localhost:${server.port}`, { ca: TLS.cert, credentials })).to.equal('ok https');
  });

  it('is told nothing if its certificate is not trusted, or has another name', async () => {
    const before = server.requests.length;
    const unknown = await asked(`gns3s://localhost:${server.port}`, { credentials });
    expect(unknown.code).to.equal('CERTIFICATE');
    expect(unknown.text).to.include('--ca FILE');
    expect(await outcome(`gns3s://127.0.0.1:${server.port}`, { ca: TLS.cert, credentials })).to.equal('CERTIFICATE');
    expect(server.requests.length).to.equal(before);
  });

  it('is trusted by whatever address if the file of this host names its certificate', async () => {
    const conf = (certificate: string): string => {
      const file = join(folder, 'gns3_server.conf');
      writeFileSync(
        file,
        `[Server]\nhost = 127.0.0.1\nport = ${server.port}\nssl = True\ncertfile = ${certificate}\nauth = True\nuser = a\npassword = b\n`,
      );
      return file;
    };
    expect(await outcome('gns3://', { confFiles: [conf(CERTIFICATE)] })).to.equal('ok https');
    const other = join(folder, 'other.pem');
    writeFileSync(other, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    expect(await outcome('gns3://', { confFiles: [conf(other)] })).to.equal('CERTIFICATE');
  });

  it('and one without TLS: each error names the other scheme', async () => {
    const spokenPlain = await asked(`gns3://127.0.0.1:${server.port}`);
    expect(spokenPlain.text).to.include('write gns3s:// in place of gns3://');
    const spokenTls = await asked(`gns3s://localhost:${plain.port}`, { ca: TLS.cert });
    expect(spokenTls.code).to.equal('NOT_GNS3');
    expect(spokenTls.text).to.include('write gns3:// in place of gns3s://');
  });

  it('is left when it does not shake hands in time', async () => {
    const sockets = new Set<Socket>();
    const mute = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo;
    expect(await outcome(`gns3s://127.0.0.1:${port}`, { timeoutMs: 300 })).to.equal('SERVER_TIMEOUT');
    const [socket] = sockets;
    // The connection is not kept.
    if (socket?.closed === false) await once(socket.resume(), 'close');
    mute.close();
    await once(mute, 'close');
  });
});

describe('a GNS3 server', () => {
  it('is dialled over IPv6', async function () {
    const server = await startFakeGns3Server({}, { host: '::1' }).catch(() => undefined);
    if (server === undefined) return this.skip();
    expect(await outcome(`gns3://[::1]:${server.port}/`)).to.equal('ok http');
    await server.stop();
  });

  it('that is not there is not reached, and nothing else is', async () => {
    const server = await startFakeGns3Server({});
    const { port } = server;
    await server.stop();
    const { code, text } = await asked(`gns3://127.0.0.1:${port}`);
    expect(code).to.equal('NOT_REACHED');
    expect(text).to.match(/no GNS3 server listens there/);
  });

  it('asks for a password on the terminal, which does not show it and is as before', async function () {
    if (!HAS_PSEUDO_TERMINAL) return this.skip();
    const script = `
      import { askCredentials } from './src/cli/ask-credentials.ts';
      const signal = new AbortController().signal;
      askCredentials('vm:3080', { user: undefined, signal }).then(
        (found) => console.log(['found', found?.user, found?.password.length].join(' ')),
        (error) => console.log('error', error.code));`;
    const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', script].map(shellQuote).join(' ');
    // Standard input is another one: passwords are typed on the terminal.
    const command = `${node} < /dev/null; stty -a | grep -q -e '-echo ' || echo it echoes`;
    const kind = { columns: 80, rows: 24, env: { TERM: 'xterm' } };
    for (const [keys, says] of [
      ['s3cret\r', 'found teacher 6'],
      ['s3c\u0003', 'error INTERRUPTED'],
    ] as const) {
      const session = TerminalSession.start({ command, cwd: ROOT, under: [] }, kind);
      try {
        await session.until((output) => output.includes('User for vm:3080: '), 'the question');
        session.press('teacher\r');
        await session.until((output) => output.includes('Password of teacher for vm:3080: '), 'the second question');
        session.press(keys);
        await session.until((output) => output.includes('it echoes'), 'that the terminal is as before');
        expect(session.output, JSON.stringify(session.output)).to.include(says).and.not.include('s3c');
      } finally {
        await session.close();
      }
    }
  });
});
