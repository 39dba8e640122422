import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { readOtherSystem } from '../../../../src/world/sockets/other-system.ts';
import { rowText } from '../../../support/socket-tables.ts';
import { tableFixturePath } from '../../../support/table-fixtures.ts';

/** The scripts are run by the real shell, with the commands of the other system before those of this one. */
describe('other systems', () => {
  const path = process.env['PATH'] ?? '';
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'niostat-test-'));
    process.env['PATH'] = `${folder}${delimiter}${path}`;
    command('uname', 'echo Darwin');
    command('netstat', `[ "$*" = "-anvl -p udp" ] && cat '${tableFixturePath('macos-rxbytes.txt')}'`);
    command(
      'ps',
      'case "$*" in *comm=) echo "  501 S    /usr/local/bin/dynamips";; *) echo "  501 dynamips -l x";; esac',
    );
    command(
      'lsof',
      `[ "$*" = "+c 0 -nP -iUDP -iTCP -sTCP:LISTEN -F pcftPn" ] && cat '${tableFixturePath('lsof.txt')}'`,
    );
    for (const name of ['ifconfig', 'sysctl']) command(name, 'exit 1');
  });

  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });

  function command(name: string, script: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }

  /** A PowerShell that answers what the script asks, as far as it is a script that it knows. */
  function powerShell(netstat: string): void {
    const answer = `
      const [, , ...args] = process.argv;
      const script = Buffer.from(args[args.indexOf('-EncodedCommand') + 1], 'base64').toString('utf16le');
      const mark = /^\\$m='(.*)'$/m.exec(script)[1];
      const netstat = require('node:fs').readFileSync(${JSON.stringify(netstat)}, 'utf8');
      for (const part of script.matchAll(/^\\$m\\+'(\\w+)'$/gm)) {
        console.log(mark + part[1]);
        if (part[1] === 'own') console.log(61000);
        if (part[1] === 'netstat') process.stdout.write(netstat);
        if (part[1] === 'processes') console.log('4321\\tdynamips.exe\\tdynamips.exe -H 7200');
      }`;
    writeFileSync(join(folder, 'answer.cjs'), answer);
    command('powershell.exe', `exec '${process.execPath}' '${folder}/answer.cjs' "$@"`);
  }

  it('reads a Mac', async () => {
    const table = await readOtherSystem('darwin');
    expect(table).to.include({ host: 'localhost', source: 'netstat', hidesPeers: false });
    expect(table.rows.map(rowText).sort()).to.deep.equal([
      'tcp4 0.0.0.0:7200 0.0.0.0:0 LISTEN 501',
      'udp4 127.0.0.1:10000 127.0.0.1:10001 ESTABLISHED 501',
      'udp6 :::5353 :::0 UNCONN 601',
      'udp6 fe80::1:10002 fe80::1:10003 ESTABLISHED 502',
    ]);
    expect(table.processes.get(501)).to.deep.equal({ pid: 501, name: 'dynamips', args: ['dynamips', '-l', 'x'] });
    expect(table.rows.find(({ localPort }) => localPort === 10_000)).to.include({ fd: 7 });
  });

  it('reads a Windows', async () => {
    powerShell(tableFixturePath('windows-korean.txt'));
    const table = await readOtherSystem('win32');
    expect(table).to.include({ host: 'localhost', source: 'netstat', hidesPeers: false });
    expect(table.rows.map(rowText)).to.include('udp4 0.0.0.0:10000 127.0.0.1:10001 ESTABLISHED 4321');
    expect(table.processes.get(4321)?.args).to.deep.equal(['dynamips.exe', '-H', '7200']);
  });

  it("has this host's own addresses", async () => {
    const own = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
    expect((await readOtherSystem('darwin')).addresses).to.include.members(own);
  });

  it('says that netstat told nothing, and what the shell says about it', async () => {
    command('netstat', 'echo "netstat: sysctl: net.inet.udp.pcblist_n: denied" >&2; exit 1');
    expect(await failure('darwin')).to.equal(
      'netstat printed nothing on this macOS: netstat: sysctl: net.inet.udp.pcblist_n: denied',
    );
  });

  it('says that PowerShell is not there', async () => {
    expect(await failure('win32')).to.equal(
      'netstat printed nothing on this Windows: powershell.exe cannot be started: spawn powershell.exe ENOENT',
    );
  });

  it('ends what does not answer in time, with the commands that the shell has started', async () => {
    command('netstat', `echo $$ >'${folder}/pid.new'; mv '${folder}/pid.new' '${folder}/pid'; exec sleep 600`);
    expect(await failure('darwin', 4000)).to.equal(
      'netstat printed nothing on this macOS: no complete answer within 4 s',
    );
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    while (existsSync(`/proc/${pid}`) && !/^\d+ \(sleep\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('ends what answers without an end', async () => {
    command('netstat', 'exec cat /dev/zero');
    expect(await failure('darwin')).to.equal(
      'netstat printed nothing on this macOS: its answer is longer than 128 MiB',
    );
  });

  async function failure(platform: 'darwin' | 'win32', timeoutMs = 60_000): Promise<string> {
    return await readOtherSystem(platform, { timeoutMs }).then(
      () => 'no failure',
      ({ message }: Error) => message,
    );
  }
});
