import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HostNames } from '../../src/world/network/host-names.ts';
import { Folder } from '../support/cli.ts';
import { closeAll, freePorts, openLikeDynamips } from '../support/real-sockets.ts';
import { niostat } from '../support/run-in-process.ts';
import { hasTool } from '../support/tools.ts';
import { zip } from '../support/zip.ts';

const LAB = `# Monday\r
[localhost:7200]\r
    udp = 9000\r
    [[ROUTER R1]]\r
        f0/0 = R2 f0/0\r
[localhost:7201]\r
    udp = 9000   # as it was\r
    [[ROUTER R2]]\r
`;
const PLANNED = LAB.replace('9000   # as', '9100   # as');

describe('niostat plan', () => {
  const folder = new Folder();
  const lab = (): string => folder.file('lab.net', LAB);

  it('says how much is mended first, then which lines change and why, then what to do', async () => {
    const path = lab();
    const { code, stdout, stderr } = await niostat(['plan', path]);
    expect(
      stdout.replaceAll(path, 'lab.net').replaceAll('lab.planned.net', 'NEW'),
    ).to.equal(`✓ 1 change would remove 1 finding

localhost:7201: base UDP 9000 -> 9100
    why: has the base of localhost:7200 (NIO001 same-base-udp)

--- lab.net
+++ lab.net
@@ -7 +7 @@
-    udp = 9000   # as it was
+    udp = 9100   # as it was

Checked again with these changes: no errors and no warnings.

Next: niostat plan lab.net --write ${path.replace('lab.net', 'NEW')}
`);
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(readFileSync(path, 'utf8')).to.equal(LAB);
  });

  it('keeps UTF-16 with its byte order mark, high or low byte first', async () => {
    for (const order of ['low', 'high'] as const) {
      const bytes = (text: string): Buffer => {
        const low = Buffer.from(`\uFEFF${text}`, 'utf16le');
        return order === 'low' ? low : low.swap16();
      };
      const path = folder.file('notepad.net', bytes(LAB));
      const { code, stderr } = await niostat(['plan', path, '--write', path, '--yes']);
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(readFileSync(path).equals(bytes(PLANNED)), order).to.equal(true);
    }
  });

  it('writes neither into an archive nor its project elsewhere, and says how to unpack it', async () => {
    const project = readFileSync('test/fixtures/cases/two-routers.gns3');
    const path = folder.file('lab.gns3project', zip([{ name: 'project.gns3', data: project }]));
    expect((await niostat(['plan', path])).code).to.equal(0);
    for (const target of [path, join(folder.path, 'elsewhere.gns3'), '-']) {
      const { code, stdout, stderr } = await niostat(['plan', path, '--write', target, '--yes']);
      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.include('is an archive, and niostat does not write into archives');
      expect(stderr).to.include(`unzip -p ${path} project.gns3 > project.gns3`);
    }
    const piped = await niostat(['plan', '-', '--write', '-'], { input: readFileSync(path) });
    expect(piped.code).to.equal(2);
    // Nobody unzips "(stdin)".
    expect(piped.stderr).to.include('save the archive as a file').and.not.include('unzip -p');
  });

  it('writes the file with --write, and not over one that is there', async () => {
    const path = lab();
    const target = join(folder.path, 'written.net');
    const first = await niostat(['plan', path, '--write', target]);
    expect([first.code, readFileSync(target, 'utf8')]).to.deep.equal([0, PLANNED]);
    expect(first.stdout).to.include(`Written: ${target}`);
    const second = await niostat(['plan', path, '--write', target, '--json']);
    expect([second.code, JSON.parse(second.stdout).error.code]).to.deep.equal([2, 'FILE_EXISTS']);
    const itself = await niostat(['plan', path, '--write', path]);
    expect([itself.code, readFileSync(path, 'utf8')]).to.deep.equal([2, LAB]);
    expect(itself.stderr).to.include('--yes');
  });

  it('refuses an empty name, and a patch together with a changed lab', async () => {
    const path = lab();
    for (const args of [
      ['--write', ''],
      ['--write-dir', ''],
      ['--format', 'patch', '--write', join(folder.path, 'x.patch')],
      ['--format', 'patch', '--write-dir', join(folder.path, 'x')],
    ]) {
      const { code, stderr } = await niostat(['plan', path, ...args]);
      expect([code, stderr.includes('cannot write'), readdirSync(folder.path).includes('x.patch')]).to.deep.equal([
        2,
        false,
        false,
      ]);
      expect(stderr).to.match(/^niostat: --(write|write-dir|format patch) /);
    }
  });

  it('changes the lab itself with --yes, keeps its permissions, and leaves nothing beside it', async () => {
    const place = join(folder.path, 'own');
    mkdirSync(place);
    const path = join(place, 'lab.net');
    writeFileSync(path, LAB);
    chmodSync(path, 0o640);
    const { code } = await niostat(['plan', path, '--write', path, '--yes']);
    expect([code, readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).to.deep.equal([0, PLANNED, 0o640]);
    expect(readdirSync(place)).to.deep.equal(['lab.net']);
    const again = await niostat(['plan', path]);
    expect([again.code, again.stdout]).to.deep.equal([0, '✓ nothing to change in lab: no errors, no warnings\n']);
  });

  it('does not write through a symbolic link, into a folder or where there is no folder', async () => {
    const path = lab();
    const target = folder.file('target.net', 'mine');
    const alias = join(folder.path, 'alias.net');
    symlinkSync(target, alias);
    for (const where of [alias, folder.path]) {
      const { code, stdout } = await niostat(['plan', path, '--write', where, '--yes', '--json']);
      expect([code, JSON.parse(stdout).error.code]).to.deep.equal([2, 'NOT_A_FILE']);
    }
    expect(readFileSync(target, 'utf8')).to.equal('mine');
    const nowhere = await niostat(['plan', path, '--write', join(folder.path, 'no', 'lab.net'), '--json']);
    expect([nowhere.code, JSON.parse(nowhere.stdout).error.code]).to.deep.equal([3, 'ENOENT']);
  });

  it('is a filter with - and --write -', async () => {
    const { code, stdout, stderr } = await niostat(['plan', '-', '--write', '-'], { input: LAB });
    expect([code, stdout]).to.deep.equal([0, PLANNED]);
    expect(stderr).to.include('1 change would remove 1 finding');
  });

  it('refuses to write several labs into one file, and a file and JSON onto one output', async () => {
    const path = lab();
    for (const args of [
      [path, folder.file('other.net', LAB), '--write', join(folder.path, 'two.net')],
      [path, '--write', '-'],
    ]) {
      const { code, stdout } = await niostat(['plan', ...args, '--json']);
      expect([code, JSON.parse(stdout).error.code]).to.deep.equal([2, 'BAD_WRITE']);
    }
  });

  it('plans several labs together', async () => {
    const one = folder.file('one.net', '[localhost]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
    const two = join(folder.path, 'two.net');
    copyFileSync(one, two);
    const { code, stdout } = await niostat(['plan', one, two, '--json']);
    const { changes, left } = JSON.parse(stdout);
    // The second one gets its own control port, base, consoles and AUX ports.
    expect(
      changes.map((change: Record<string, unknown>) => `${change.lab} ${change.setting} ${change.to}`),
    ).to.deep.equal(['two port 7201', 'two udp 9100', 'two console 2200', 'two aux 2300']);
    expect([code, left]).to.deep.equal([0, []]);
  });

  it('refuses a file that is named twice, under another name too: two labs in one file cannot have different ports', async () => {
    const path = lab();
    const alias = join(folder.path, 'same.net');
    symlinkSync(path, alias);
    for (const other of [path, `${folder.path}/./lab.net`, alias]) {
      const { code, stdout } = await niostat(['plan', path, other, '--json']);
      const { error } = JSON.parse(stdout);
      expect([code, error.code]).to.deep.equal([2, 'SAME_FILE']);
      expect(error.next).to.include('copy the lab first');
    }
    const { code } = await niostat(['plan', '-', '-'], { input: LAB });
    expect(code).to.equal(2);
    const twin = folder.file('twin.net', LAB);
    linkSync(twin, join(folder.path, 'hard.net'));
    const hard = await niostat(['plan', twin, join(folder.path, 'hard.net'), '--json']);
    expect([hard.code, JSON.parse(hard.stdout).error.code]).to.deep.equal([2, 'SAME_FILE']);
  });

  it('says that a lab is not there, also in a folder that is not there any more', async () => {
    const gone = mkdtempSync(join(folder.path, 'gone'));
    const here = process.cwd();
    process.chdir(gone);
    rmSync(gone, { recursive: true });
    try {
      const { code, stdout } = await niostat(['plan', 'nosuch.net', '--json']);
      expect([code, JSON.parse(stdout).error.code]).to.deep.equal([2, 'ENOENT']);
    } finally {
      process.chdir(here);
    }
  });

  it('says the next command with all that this one was told, as a shell takes it', async () => {
    const path = folder.file('my lab.net', LAB);
    const flags = ['--allocator', 'dynagen', '--dynamips', '0.2.14', '--os', 'windows', '--headroom', '5'];
    flags.push('--stride', '50', '--range', '9000-9999', '--avoid', 'live', '--resolve');
    const { stdout } = await niostat(['plan', path, ...flags, '--json']);
    const { nextCommand } = JSON.parse(stdout);
    expect(nextCommand.replaceAll(path, 'my lab.net').replace(path.replace('.net', '.planned.net'), 'NEW')).to.equal(
      "niostat plan 'my lab.net' --allocator dynagen --dynamips 0.2.14 --os windows --headroom 5 --stride 50 --range 9000-9999 --avoid live --resolve --write 'NEW'",
    );
    const text = await niostat(['plan', path, ...flags, '--wide']);
    expect(text.stdout).to.include(`Next: ${nextCommand}`);
    const filter = await niostat(['plan', '-', '--os', 'linux', '--json'], { input: LAB });
    expect(JSON.parse(filter.stdout).nextCommand).to.equal('niostat plan - --os linux --write -');
  });

  it('asks the DNS with --resolve whether two names are one machine', async function () {
    const name = hostname();
    // A machine whose own name is in no hosts file and no DNS has no second name to be found.
    if (!(await new HostNames().isThisHost(name))) this.skip();
    const path = folder.file('names.net', LAB.replace('[localhost:7201]', `[${name}:7201]`));
    const without = await niostat(['plan', path, '--json']);
    expect(JSON.parse(without.stdout).changes).to.deep.equal([]);
    const { stdout } = await niostat(['plan', path, '--resolve', '--json']);
    const [change] = JSON.parse(stdout).changes;
    expect([change.setting, change.from, change.to]).to.deep.equal(['udp', 9000, 9100]);
  });

  if (hasTool('patch')) {
    it('shows a diff that patch takes for a file whose last line has no line end', async () => {
      const head = '[localhost:7200]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n[localhost:7201]';
      const files = [folder.file('changed-end.net', `${head}\nudp = 10000`), folder.file('longer-end.net', head)];
      for (const path of files) {
        const { stdout } = await niostat(['plan', path]);
        const target = `${path}.new`;
        const written = await niostat(['plan', path, '--write', target]);
        expect(written.stdout).to.include('Written:');
        const patched = `${path}.patched`;
        copyFileSync(path, patched);
        execFileSync('patch', ['--fuzz=0', '--quiet', patched], { input: stdout });
        expect([path, readFileSync(patched, 'utf8')]).to.deep.equal([path, readFileSync(target, 'utf8')]);
        expect([path, stdout.match(/No newline/g)?.length]).to.deep.equal([path, 2]);
      }
    });
  }

  it('exits 1 and says how much is missing where there is no room, and writes nothing then', async () => {
    const target = join(folder.path, 'never.net');
    const { code, stdout } = await niostat([
      'plan',
      lab(),
      '--range',
      '9000-9001',
      '--headroom',
      '1',
      '--write',
      target,
    ]);
    expect(code).to.equal(1);
    expect(stdout.replace(/\s+/g, ' ')).to.include(
      'No room: the labs need 3 UDP ports on localhost, with 1 free behind each range, and 9000-9001 has 2: 1 too few',
    );
    expect(stdout).to.include('Not written: no room\nWhat to do: allow more ports with --range');
    expect(stdout).to.not.include('--write');
    expect(readdirSync(folder.path)).to.not.include('never.net');
  });

  it('exits 1 if something is left that no port mends', async () => {
    const path = folder.file('left.net', `${LAB}        f1/0 = R9 f0/0\r\n`);
    const { code, stdout } = await niostat(['plan', path]);
    expect(stdout.split('\n')[0]).to.equal('✗ 1 change would remove 1 finding; 1 finding is left');
    expect(stdout).to.include('NIO051 unknown-device');
    expect(code).to.equal(1);
  });

  it('keeps clear of ports that are in use now, with --avoid live', async () => {
    const [taken = 0] = await freePorts(1);
    const path = folder.file(
      'live.net',
      `[localhost:1]\nudp = ${taken}\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n`,
    );
    const socket = await openLikeDynamips({ reuse: true, localPort: taken, remoteHost: '127.0.0.1', remotePort: 9 });
    const { stdout } = await niostat(['plan', path, '--avoid', 'live', '--json']);
    await closeAll([socket]);
    const { changes } = JSON.parse(stdout);
    const udp = changes.find((change: { setting: string }) => change.setting === 'udp');
    expect(udp.reasons.join()).to.include(`takes port ${taken}, which is in use by`);
  });

  it('tells a terminal nothing that a file smuggles in', async () => {
    const path = folder.file('bad.net', LAB.replace('as it was', 'as \u001b[31mit was'));
    const { stdout } = await niostat(['plan', path]);
    expect(stdout).to.include('-    udp = 9000   # as ·[31mit was');
  });
});
