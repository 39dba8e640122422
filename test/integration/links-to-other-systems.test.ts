/**
 * `niostat links` on a host of Linux and another of macOS or Windows, whose commands are not the real ones:
 * network namespaces, a real sshd and a real shell. Needs root and a build.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { LinkEnd } from '../../src/features/links/link-table.ts';
import type { LinksResult } from '../../src/features/links/result.ts';
import {
  makeTwoHosts,
  NAMESPACES_LACK,
  type SshAccess,
  startSshd,
  type TwoHosts,
} from '../support/network-namespace.ts';

const CONTROL_PORT = 7200;

/** Lets Node run a file of TypeScript. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

describe('niostat links to macOS and Windows over ssh', () => {
  if (NAMESPACES_LACK === undefined) describeOtherSystems();
  else if (process.env['NIOSTAT_REQUIRE_NETNS'] === '1') {
    it('between network namespaces', () => {
      expect.fail(`NIOSTAT_REQUIRE_NETNS=1 asks for network namespaces, but ${NAMESPACES_LACK}`);
    });
  }
});

function describeOtherSystems(): void {
  let hosts: TwoHosts;
  let access: SshAccess;

  before(async () => {
    hosts = await makeTwoHosts();
    access = await startSshd(hosts);
    const directory = join(hosts.directory, 'work');
    const args = ['bin/run.js', 'hypervisor', '--listen', `0.0.0.0:${CONTROL_PORT}`, '--working-dir', directory];
    await hosts.near.start(process.execPath, args, /^Listening on /);
    await hosts.near.command(CONTROL_PORT, `nio create_udp n0 10000 ${hosts.far.address} 10100`);
  });

  after(async () => {
    if (hosts !== undefined) await hosts.remove();
  });

  async function linksToFar(): Promise<LinksResult> {
    // How long ssh takes is up to what else the machine does.
    const args = ['bin/run.js', 'links', '--json', '--host', 'far', '--timeout', '10m'];
    const { stdout, stderr } = await hosts.near.run(process.execPath, args, access.env);
    expect(stderr).to.equal('');
    return JSON.parse(stdout) as LinksResult;
  }

  function endText(end: LinkEnd | undefined): string {
    if (end?.present !== true) return 'missing';
    return `${end.process} ${end.localAddress}:${end.localPort}>${end.remoteAddress}:${end.remotePort} on ${end.host}`;
  }

  /** The only link, as `state a | b`. */
  function linkText({ links }: LinksResult): string {
    expect(links).to.have.length(1);
    const [{ state, a, b } = expect.fail()] = links;
    return `${state} ${[a, b].map(endText).sort().join(' | ')}`;
  }

  const NEAR = 'niostat hypervi 198.18.0.1:10000>198.18.0.2:10100 on localhost';

  describe('macOS', () => {
    /** Programs that come before those of this system, each with what it does. */
    async function pretend(programs: Readonly<Record<string, string>>): Promise<void> {
      const folder = join(hosts.directory, 'mac');
      await mkdir(folder, { recursive: true });
      for (const [name, script] of Object.entries(programs)) {
        await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
        await chmod(join(folder, name), 0o755);
      }
      const login = join(folder, 'login');
      await writeFile(login, `#!/bin/sh\nPATH='${folder}':"$PATH" exec sh -c "$SSH_ORIGINAL_COMMAND"\n`);
      await chmod(login, 0o755);
      await access.letIn(true, login);
    }

    const MAC = {
      uname: 'echo Darwin',
      ifconfig: "echo 'en0: flags=8863<UP> mtu 1500'; printf '\\tinet 198.18.0.2 netmask 0xffffff00\\n'",
      sysctl: 'exit 1',
      lsof: "printf '%s\\n' p501 cdynamips f7 tIPv4 PUDP 'n198.18.0.2:10100->198.18.0.1:10000'",
      ps: 'case "$*" in *comm=) echo "  501 S    /usr/local/bin/dynamips";; *) echo "  501 dynamips -H 7200";; esac',
    };
    const HEAD = 'echo "Proto Recv-Q Send-Q  Local Address  Foreign Address  (state)';

    it('pairs a link, with the owner that netstat tells', async () => {
      await pretend({
        ...MAC,
        netstat: `${HEAD}  rhiwat  shiwat  process:pid  state"
case "$*" in *udp) echo "udp4 0 0 198.18.0.2.10100 198.18.0.1.10000   786896 9216 dyn amips:501 00102";; esac`,
      });
      const result = await linksToFar();
      expect(linkText(result)).to.equal(`ESTABLISHED dynamips 198.18.0.2:10100>198.18.0.1:10000 on far | ${NEAR}`);
      expect(result.hosts[1]).to.include({ host: 'far', source: 'netstat over ssh' });
    });

    it('and with that of lsof, where netstat tells none', async () => {
      const netstat = `${HEAD}"
case "$*" in *udp) echo "udp4 0 0 198.18.0.2.10100 198.18.0.1.10000";; esac`;
      await pretend({ ...MAC, netstat });
      expect(linkText(await linksToFar())).to.equal(
        `ESTABLISHED dynamips 198.18.0.2:10100>198.18.0.1:10000 on far | ${NEAR}`,
      );
    });

    it('says why it could not be read, in the words of the system', async () => {
      await pretend({ ...MAC, netstat: 'echo "netstat: not for you" >&2; exit 1' });
      const { hosts: read, outcome } = await linksToFar();
      expect(outcome).to.equal('unknown');
      expect(read[1]?.limits).to.deep.equal(['netstat: not for you']);
    });

    it('says which system it is, if it is none of the three', async () => {
      const login = join(hosts.directory, 'bsd');
      await writeFile(login, '#!/bin/sh\nsed "s,/proc/net/udp,/nosuch/udp," | PATH="$0.d:$PATH" sh -s\n');
      await chmod(login, 0o755);
      await mkdir(`${login}.d`);
      await writeFile(join(`${login}.d`, 'uname'), '#!/bin/sh\necho OpenBSD\n');
      await chmod(join(`${login}.d`, 'uname'), 0o755);
      await access.letIn(true, login);
      const { hosts: read } = await linksToFar();
      expect(read[1]?.limits).to.deep.equal(['the sockets of OpenBSD cannot be read: Linux, macOS and Windows can']);
    });
  });

  for (const shell of ['cmd', 'powershell'] as const) {
    describe(`Windows with ${shell} as the shell of its sshd`, () => {
      async function pretend(...rows: readonly string[]): Promise<void> {
        const [netstat, login] = [join(hosts.directory, 'netstat.txt'), join(hosts.directory, `login-${shell}`)];
        await writeFile(netstat, ['', 'Active Connections', '', ...rows, ''].join('\r\n'));
        const program = fileURLToPath(new URL('../support/fake-windows-shell.ts', import.meta.url));
        const words = [process.execPath, '--import', TSX, program, shell, netstat];
        await writeFile(login, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')}\n`);
        await chmod(login, 0o755);
        await access.letIn(true, login);
      }

      it('pairs a link where netstat shows peers, with the local address 0.0.0.0', async () => {
        await pretend(
          '  UDP    0.0.0.0:10100          198.18.0.1:10000                       4321',
          '  UDP    0.0.0.0:61000          127.0.0.1:9                            77',
        );
        const result = await linksToFar();
        expect(linkText(result)).to.equal(`ESTABLISHED dynamips.exe 0.0.0.0:10100>198.18.0.1:10000 on far | ${NEAR}`);
        expect(result.hosts[1]).to.include({ host: 'far', source: 'netstat over ssh' });
      });

      it('does not know where it shows none, and says that this was seen', async () => {
        await pretend(
          '  UDP    0.0.0.0:10100          *:*                                    4321',
          '  UDP    0.0.0.0:61000          *:*                                    77',
        );
        const { hosts: read, outcome, links } = await linksToFar();
        expect([outcome, links.map(({ state }) => state)]).to.deep.equal(['unknown', ['UNKNOWN']]);
        expect(read[1]?.limits.join()).to.contain("as that of a connected one of niostat's own");
      });
    });
  }
}
