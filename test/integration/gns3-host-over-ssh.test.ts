/** Another host is read over ssh: here that is this machine, and `ssh` runs what it is given. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { OpenProject } from '../../src/core/open-project/open-project.ts';
import type { ServerSays } from '../../src/core/open-project/server.ts';
import { quietUi } from '../../src/core/ui.ts';
import { readOpenProject } from '../../src/world/gns3-host/read-open-project.ts';
import { NoRelay, Relay } from '../../src/world/gns3-host/relay.ts';
import { dialOver } from '../../src/world/gns3-host/relay-connection.ts';
import { RelayFiles } from '../../src/world/gns3-host/relay-files.ts';
import { withHypervisor } from '../../src/world/hypervisor/with-hypervisor.ts';
import { FakeSsh } from '../support/fake-ssh.ts';

const HAS_PYTHON = spawnSync('python3', ['-c', '']).status === 0;

/** Runs the command that ssh is given, as the other side's shell does. */
const RUNS_IT = 'for last; do :; done\nexec sh -c "$last"';

/**
 * The same, but ssh ends when sockets are asked for a second time, as if the cable were pulled; `$last` is
 * the command.
 */
const ENDS_AT_SECOND_LOOK = `for last; do :; done
looks=0
while IFS= read -r line; do
  case $line in *'"do":"run"'*) looks=$((looks + 1)) ;; esac
  if [ $looks = 2 ]; then exit; fi
  printf '%s\\n' "$line"
done | sh -c "$last"`;

const OPTIONS = { timeoutMs: 10_000, signal: new AbortController().signal };

(HAS_PYTHON ? describe : describe.skip)('a GNS3 host over ssh', () => {
  const ssh = new FakeSsh();
  const path = process.env['PATH'];
  let folder: string;
  before(() => {
    process.env['PATH'] = ssh.env.PATH;
    folder = mkdtempSync(join(tmpdir(), 'niostat-relay-'));
  });
  after(() => {
    process.env['PATH'] = path;
    ssh.remove();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => ssh.does(RUNS_IT));

  it('reads files, links and folders there, whatever their bytes', async () => {
    const bytes = Buffer.from([...Array(512).keys()].map((byte) => byte & 0xff));
    writeFileSync(join(folder, 'log'), bytes);
    const relay = await Relay.open('gns3@VM', OPTIONS);
    try {
      const files = new RelayFiles(relay);
      const whole = await files.read(join(folder, 'log'), { most: 10_000 });
      expect(whole?.bytes.equals(bytes)).to.equal(true);
      expect(whole).to.include({ size: 512 });
      expect((await files.read(join(folder, 'log'), { most: 3, atEnd: true }))?.bytes).to.deep.equal(
        bytes.subarray(-3),
      );
      expect(await files.list(folder)).to.deep.equal(['log']);
      expect(await files.link('/proc/self/cwd')).to.equal(process.cwd());
      expect(await files.read(join(folder, 'none'), { most: 3 })).to.equal(undefined);
      expect(relay.isRoot).to.equal(process.getuid?.() === 0);
    } finally {
      await relay.close();
    }
  });

  it('speaks with what listens there, and is told what refuses', async () => {
    const heard: string[] = [];
    const server = await listening((socket) =>
      socket.on('data', (data) => {
        heard.push(String(data));
        socket.write('100-0.9.19\r\n');
      }),
    );
    const relay = await Relay.open('VM', OPTIONS);
    try {
      const options = { timeoutMs: 5000, dial: dialOver(relay) };
      const at = (port: number) => ({ host: '127.0.0.1', port, addresses: ['127.0.0.1'] });
      const { port } = server.address() as { port: number };
      const talk = await withHypervisor(at(port), options, (client) => client.command('hypervisor', 'version'));
      expect('result' in talk && talk.result.text).to.equal('0.9.19');
      expect(heard.join('')).to.equal('hypervisor version\nhypervisor close\n');
      await closed(server);
      const refused = await withHypervisor(at(port), options, async () => undefined);
      expect(refused.tcp).to.include({ state: 'refused', reason: 'conn-refused' });
    } finally {
      await relay.close();
    }
  });

  it('reads a compute of a project, with its sockets and logs', async () => {
    const base = join(folder, 'projects', 'p', 'project-files', 'vpcs', 'n1');
    mkdirSync(base, { recursive: true });
    writeFileSync(join(base, 'ubridge.log'), 'send: Network is unreachable\n');
    const { hosts, notRead } = await read(base, ['gns3@198.18.0.9']);
    expect(notRead).to.deep.equal([]);
    expect(hosts.map(({ host, computeIds }) => [host, computeIds])).to.deep.equal([['198.18.0.9', ['local']]]);
    expect(hosts[0]?.sockets.source).to.equal('/proc over ssh');
    expect(hosts[0]?.ended.map(({ lastWords }) => lastWords)).to.deep.equal(['send: Network is unreachable']);
  });

  it('keeps what it read first where ssh ends before the second look', async () => {
    const base = join(folder, 'projects', 'p', 'project-files', 'vpcs', 'n2');
    mkdirSync(base, { recursive: true });
    writeFileSync(join(base, 'ubridge.log'), 'send: Network is unreachable\n');
    ssh.does(ENDS_AT_SECOND_LOOK);
    const { hosts, earlier, notRead } = await read(base, ['gns3@198.18.0.9'], 1);
    expect(notRead).to.deep.equal([]);
    expect(hosts.flatMap(({ ended }) => ended.map(({ lastWords }) => lastWords))).to.deep.equal([
      'send: Network is unreachable',
    ]);
    expect(hosts[0]?.limits.filter((limit) => limit.startsWith('read once'))).to.have.length(1);
    // Counters that were read once have not stood still.
    expect(earlier).to.deep.equal([]);
  });

  it('becomes root there where sudo asks for no password', async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    program(join(bin, 'id'), 'echo 1000');
    program(join(bin, 'sudo'), `printf '%s\\n' "$*" >>'${join(folder, 'sudo')}'; shift; exec "$@"`);
    ssh.does(`for last; do :; done\nPATH='${bin}':$PATH exec sh -c "$last"`);
    const relay = await Relay.open('gns3@VM', OPTIONS);
    await relay.close();
    const [tried, run] = readFileSync(join(folder, 'sudo'), 'utf8').split('\n');
    expect(tried).to.equal('-n true');
    expect(run).to.match(/^-n python3 -I -c /);
    // Where it asks for one, or there is none, the user's own rights have to do.
    program(join(bin, 'sudo'), 'exit 1');
    await (await Relay.open('gns3@VM', OPTIONS)).close();
  });

  it('says what stands in the way, and what to do where nobody has asked for ssh', async () => {
    ssh.does('echo "gns3@198.18.0.9: Permission denied (publickey)." >&2; exit 255');
    expect((await read(folder, ['gns3@198.18.0.9'])).notRead).to.deep.equal([
      {
        ...{ computeId: 'local', name: 'VM' },
        why: 'ssh gns3@198.18.0.9: gns3@198.18.0.9: Permission denied (publickey).',
      },
    ]);
    expect((await read(folder, [])).notRead.map(({ why }) => why)).to.deep.equal([
      'it is on 198.18.0.9: add --ssh, or --host USER@198.18.0.9',
    ]);
  });

  for (const [what, script] of [
    ['answers nothing', 'exit 0'],
    ['says something else without an end', 'exec yes "{}"'],
    ['says it in one line without an end', 'exec tr "\\0" x </dev/zero'],
    ['has no python3', 'echo "sh: 1: exec: python3: not found" >&2; exit 127'],
  ] as const) {
    it(`gives up on a host that ${what}`, async () => {
      ssh.does(script);
      const opened = Relay.open('VM', { ...OPTIONS, timeoutMs: 300 });
      expect(await opened.catch((error: unknown) => error)).to.be.instanceOf(NoRelay);
    });
  }

  it('takes nothing from a host whose answers are of other types', async () => {
    const answers = ['"data":5', '"error":7', '"error":"constructor"', '"names":["a",3]', '"link":{}', '"local":[]'];
    const printed = answers.map((one) => `{\\"id\\":$id,${one.replaceAll('"', '\\"')}}`).join('\\n');
    const id = `id=$(printf '%s' "$line" | sed 's/.*"id":\\([0-9]*\\).*/\\1/')`;
    ssh.does(`read -r program; echo '{"id":0,"user":0}'; while read -r line; do ${id}; printf "${printed}\\n"; done`);
    const relay = await Relay.open('VM', OPTIONS);
    try {
      const files = new RelayFiles(relay);
      expect(await files.read('/a', { most: 3 })).to.equal(undefined);
      expect(await files.list('/a')).to.equal(undefined);
      expect(await files.link('/a')).to.equal(undefined);
      const { tcp } = await dialOver(relay)(['127.0.0.1'], 7200, OPTIONS);
      expect(tcp.state).to.equal('unreachable');
    } finally {
      await relay.close();
    }
  });

  it('ends ssh when it is interrupted', async () => {
    ssh.isStubborn();
    const interrupted = new AbortController();
    const opened = Relay.open('VM', { timeoutMs: 60_000, signal: interrupted.signal });
    interrupted.abort();
    expect(await opened.catch((error: unknown) => error)).to.be.instanceOf(NoRelay);
  });
});

/** Reads a project whose server is on another host, with one node. */
async function read(directory: string, hosts: readonly string[], intervalMs?: number): Promise<OpenProject> {
  const server = {
    host: '198.18.0.9',
    port: 3080,
    protocol: 'http',
    api: 'v2',
    version: '2.2.59',
    isHere: false,
  } as const;
  const compute = { id: 'local', name: 'VM', host: '127.0.0.1', port: 3080, protocol: 'http', isConnected: true };
  const says: ServerSays = {
    server,
    projects: [],
    project: { id: 'p', name: 'Campus', status: 'opened' },
    nodes: [{ id: 'n1', name: 'PC1', type: 'vpcs', computeId: 'local', directory, ports: [] }],
    links: [],
    computes: [compute],
    portsInUse: [],
    limits: [],
  };
  return await readOpenProject(says, { ssh: { isAsked: false, hosts }, intervalMs }, quietUi());
}

function program(file: string, script: string): void {
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

async function listening(take: (socket: Socket) => void): Promise<Server> {
  const server = createServer(take);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
