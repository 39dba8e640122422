import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { parseGns3Target } from '../../../../src/core/open-project/gns3-target.ts';
import { type ConfPlaces, confFilesAt } from '../../../../src/world/gns3-server/conf-places.ts';
import type { LoginRequest } from '../../../../src/world/gns3-server/credentials.ts';
import { type FoundServers, findServers } from '../../../../src/world/gns3-server/find-servers.ts';
import type { ServerOptions } from '../../../../src/world/gns3-server/server-options.ts';
import { HostNames } from '../../../../src/world/network/host-names.ts';

const NEVER = new AbortController().signal;

/** A machine with these addresses; `vm` is another one. */
const NAMES = { lookup: async () => [{ address: '10.0.0.9', family: 4 }], ownAddresses: () => ['10.0.0.1'] };

const BASIC_22 = '[Server]\nhost = 127.0.0.1\nport = 3080\nauth = True\nuser = gns3\npassword = in-22\n';

describe('the GNS3 server of this host', () => {
  let root: string;
  let places: ConfPlaces;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'niostat-gns3-'));
    const uids = [process.getuid?.() ?? 0];
    places = { platform: 'linux', homes: [`${root}/home`], etc: `${root}/etc`, proc: `${root}/proc`, uids };
  });

  afterEach(() => rmSync(root, { recursive: true }));

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  }

  async function found(text: string, options: Partial<ServerOptions> = {}): Promise<FoundServers> {
    const target = parseGns3Target(text);
    if (target === undefined) throw new Error(text);
    const all = { insecure: false, timeoutMs: 1000, names: new HostNames(NAMES), confPlaces: places, ...options };
    return await findServers(target, all, NEVER);
  }

  /** `http 127.0.0.1:3080` of each. */
  async function addresses(text: string, options: Partial<ServerOptions> = {}): Promise<string[]> {
    const { servers } = await found(text, options);
    return servers.map(({ address: { protocol, host, port } }) => `${protocol} ${host}:${port}`);
  }

  /** The password for the first server. */
  async function password(
    text: string,
    kind: LoginRequest['kind'],
    options: Partial<ServerOptions> = {},
  ): Promise<string | undefined> {
    const [first] = (await found(text, options)).servers;
    const { host = '', port = 0 } = first?.address ?? {};
    return (await first?.findCredentials({ kind, host, port }))?.password;
  }

  it('is at 127.0.0.1:3080 without a file', async () => {
    expect(await addresses('gns3://')).to.deep.equal(['http 127.0.0.1:3080']);
    expect(await addresses('gns3s:///P')).to.deep.equal(['https 127.0.0.1:3080']);
  });

  it('is where the file of its version says, the newest first; every address means the loopback', async () => {
    write({
      'home/.config/GNS3/2.2/gns3_server.conf': '[Server]\nhost = 0.0.0.0\nport = 3081\n',
      'home/.config/GNS3/3.0/gns3_server.conf': '[Server]\nhost = ::\nport = 3082\nenable_ssl = True\n',
    });
    expect(await addresses('gns3://')).to.deep.equal(['https ::1:3082', 'http 127.0.0.1:3081']);
  });

  it('takes the later of two files of one server, as GNS3 does', async () => {
    write({
      'home/.config/GNS3/2.2/gns3_server.conf': BASIC_22,
      'home/.config/GNS3.conf': '[Server]\nport = 3090\n',
      'etc/xdg/GNS3/gns3_server.conf': '[Server]\nport = 3091\n',
    });
    expect((await addresses('gns3://'))[0]).to.equal('http 127.0.0.1:3091');
    expect(await password('gns3://', 'basic')).to.equal('in-22');
  });

  it('is looked for where GNS3 2.2 and 3.0 look, on each system', () => {
    write({ 'home/.config/GNS3/2.2/x': '', 'home/.config/GNS3/3.0/x': '', 'home/.config/GNS3/projects/x': '' });
    const { etc } = places;
    const ofSystem = [`${etc}/gns3/gns3_server.conf`, `${etc}/xdg/GNS3/gns3_server.conf`, `${etc}/xdg/GNS3.conf`];
    const config = `${root}/home/.config`;
    const ofAll = [`${config}/GNS3.conf`, ...ofSystem];
    const expected = [
      { generation: 3, files: [`${config}/GNS3/3.0/gns3_server.conf`, ...ofAll] },
      { generation: 2, files: [`${config}/GNS3/2.2/gns3_server.conf`, ...ofAll] },
      { files: [`${config}/GNS3/gns3_server.conf`, ...ofAll] },
      { files: ofSystem },
    ];
    expect(confFilesAt(places)).to.deep.equal(expected);
    expect(confFilesAt({ ...places, platform: 'darwin' })).to.deep.equal(expected);
    expect(confFilesAt({ ...places, platform: 'win32', appData: 'C:\\Users\\a\\AppData\\Roaming' })).to.deep.equal([
      {
        files: ['C:\\Users\\a\\AppData\\Roaming\\GNS3\\gns3_server.ini', 'C:\\Users\\a\\AppData\\Roaming\\GNS3.ini'],
      },
    ]);
  });

  it('has the credentials of its file at the address of the file, and nowhere else', async () => {
    write({ 'home/.config/GNS3/2.2/gns3_server.conf': BASIC_22 });
    expect(await password('gns3://', 'basic')).to.equal('in-22');
    expect(await password('gns3://127.0.0.1:3080', 'basic')).to.equal('in-22');
    expect(await password('gns3://127.0.0.1', 'basic')).to.equal('in-22');
    expect(await password('gns3://', 'token')).to.equal(undefined);
    for (const other of [
      'gns3://127.0.0.1:3081',
      'gns3s://127.0.0.1',
      'gns3://10.0.0.1',
      'gns3://vm',
      'gns3://10.0.0.9',
    ]) {
      expect(await password(other, 'basic'), other).to.equal(undefined);
    }
  });

  it('has them at every address of this host if it listens on every one', async () => {
    write({ 'home/.config/GNS3/2.2/gns3_server.conf': BASIC_22.replace('127.0.0.1', '0.0.0.0') });
    expect(await password('gns3://10.0.0.1', 'basic')).to.equal('in-22');
    expect(await password('gns3://vm', 'basic')).to.equal(undefined);
    // One of the addresses of this name is another machine.
    const lookup = async () => ['10.0.0.1', '10.0.0.9'].map((address) => ({ address, family: 4 }));
    expect(await password('gns3://both', 'basic', { names: new HostNames({ ...NAMES, lookup }) })).to.equal(undefined);
  });

  it('has none where the file does not ask for them', async () => {
    write({ 'home/.config/GNS3/2.2/gns3_server.conf': BASIC_22.replace('auth = True', 'auth = False') });
    expect(await password('gns3://', 'basic')).to.equal(undefined);
  });

  it('has the first user of 3.0, but never the one of everybody', async () => {
    const file = (lines: string): void =>
      write({ 'home/.config/GNS3/3.0/gns3_server.conf': `[Server]\nhost = 127.0.0.1\n[Controller]\n${lines}` });
    file('default_admin_username = root\ndefault_admin_password = in-30\n');
    expect(await password('gns3://', 'token')).to.equal('in-30');
    expect(await password('gns3://', 'basic')).to.equal(undefined);
    for (const lines of ['', 'default_admin_password = admin\n', 'default_admin_username = admin\n']) {
      file(lines);
      expect(await password('gns3://', 'token'), lines).to.equal(undefined);
    }
  });

  it('gets what the user has set before what a file says, and a prompt last', async () => {
    write({ 'home/.config/GNS3/2.2/gns3_server.conf': BASIC_22 });
    const credentials = { user: 'a', password: 'set', from: 'a test' };
    const prompt = async (server: string) => ({ user: 'a', password: `typed for ${server}`, from: 'the terminal' });
    expect(await password('gns3://', 'basic', { credentials, prompt })).to.equal('set');
    expect(await password('gns3://', 'basic', { prompt })).to.equal('in-22');
    expect(await password('gns3://vm', 'basic', { prompt })).to.equal('typed for vm:3080');
  });

  it('is not asked if its file names another host', async () => {
    write({ 'home/.config/GNS3/2.2/gns3_server.conf': BASIC_22.replace('127.0.0.1', '10.0.0.9') });
    const error = await found('gns3://').then(String, (thrown: unknown) => thrown);
    expect(error).to.include({ code: 'NOT_THIS_HOST', exitCode: 2 });
  });

  it('tells which file cannot be used', async () => {
    write({
      'home/.config/GNS3/2.2/gns3_server.conf': 'port = 1\n',
      'etc/xdg/GNS3.conf': `[Server]\n${'#'.repeat(1_000_001)}`,
    });
    mkdirSync(`${root}/etc/gns3/gns3_server.conf`, { recursive: true });
    const { remarks, servers } = await found('gns3://');
    expect(servers.map(({ address }) => address.port)).to.deep.equal([3080]);
    expect(remarks).to.have.members([
      `${root}/home/.config/GNS3/2.2/gns3_server.conf:1: "port" stands before the first [Section]: the file is passed over`,
      `${root}/etc/xdg/GNS3.conf is too large: it is passed over`,
      `${root}/etc/gns3/gns3_server.conf cannot be read: it is a directory`,
    ]);
  });

  it('passes over a pipe and a device, which would never end', async function () {
    if (process.platform === 'win32') this.skip();
    write({ 'home/.config/GNS3/3.0/gns3_server.conf': '[Server]\nenable_ssl = True\ncertfile = /dev/zero\n' });
    mkdirSync(`${root}/home/.config/GNS3/2.2`, { recursive: true });
    const pipe = `${root}/home/.config/GNS3/2.2/gns3_server.conf`;
    spawnSync('mkfifo', [pipe]);
    symlinkSync('/dev/zero', `${root}/home/.config/GNS3/gns3_server.conf`);
    const { servers, remarks } = await found('gns3://');
    expect(servers.map(({ address: { protocol, pinned } }) => [protocol, pinned])).to.deep.equal([
      ['https', undefined],
    ]);
    expect(remarks).to.have.members([
      `${pipe} is no file: it is passed over`,
      `${root}/home/.config/GNS3/gns3_server.conf is no file: it is passed over`,
    ]);
  });

  describe('that runs', () => {
    function run(pid: number, words: readonly string[], name = 'python3'): void {
      write({ [`proc/${pid}/comm`]: `${name}\n`, [`proc/${pid}/cmdline`]: words.map((word) => `${word}\0`).join('') });
      symlinkSync(join(root, 'work'), join(root, `proc/${pid}/cwd`));
    }

    it('is where the file of its command line says, before all others', async () => {
      write({
        'work/other.conf': BASIC_22.replace('3080', '3085'),
        'home/.config/GNS3/2.2/gns3_server.conf': BASIC_22,
      });
      run(12, ['/usr/bin/python3', '-m', 'gns3server', '--local', '--config', 'other.conf']);
      expect(await addresses('gns3://')).to.deep.equal(['http 127.0.0.1:3085', 'http 127.0.0.1:3080']);
      expect(await password('gns3://', 'basic')).to.equal('in-22');
    });

    it('is where its command line itself says', async () => {
      write({ 'home/.config/GNS3/2.2/gns3_server.conf': BASIC_22 });
      run(12, ['/usr/bin/python3', '/usr/bin/gns3server', '--port=3086', '--host', 'localhost']);
      const names = new HostNames({ ...NAMES, lookup: async () => [{ address: '127.0.0.1', family: 4 }] });
      expect((await addresses('gns3://', { names }))[0]).to.equal('http localhost:3086');
    });

    it('is not one of another user, or another program', async () => {
      write({ 'work/other.conf': BASIC_22.replace('3080', '3085') });
      const words = ['python3', '-m', 'gns3server', '--config', 'other.conf'];
      run(12, words);
      run(13, ['python3', 'backup.py', 'a', 'b', 'gns3server', '--config', 'other.conf']);
      run(14, words, 'bash');
      places = { ...places, uids: [(process.getuid?.() ?? 0) + 1] };
      expect(await addresses('gns3://')).to.deep.equal(['http 127.0.0.1:3080']);
    });
  });
});
