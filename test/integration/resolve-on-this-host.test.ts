/**
 * `--resolve` of `simulate` and `check` asks the resolver and the kernel of the host that it runs on: a
 * network namespace with a hosts file of its own. Needs root and a build.
 */

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { CheckResult } from '../../src/features/check/check.ts';
import type { SimulateResult } from '../../src/features/simulate/simulate.ts';
import { standInFor } from '../support/namespaces-needed.ts';
import { ip, makeTwoHosts, type TwoHosts, whatIsMissing } from '../support/network-namespace.ts';

const LACK = whatIsMissing(['ip']);

describe('--resolve on a host of its own', () => {
  if (LACK !== undefined) {
    standInFor(LACK);
    return;
  }

  let hosts: TwoHosts;
  let files: string;

  async function run(command: string, file: string): Promise<unknown> {
    const args = ['bin/run.js', command, '--resolve', '--json', `test/fixtures/cases/${file}`];
    const { stdout, stderr } = await hosts.near.run(process.execPath, args);
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  }

  async function simulated(file: string): Promise<SimulateResult> {
    return (await run('simulate', file)) as SimulateResult;
  }

  /** Errors and warnings, and no notes: `NIO022 error`. */
  async function found(file: string): Promise<string[]> {
    const { findings } = (await run('check', file)) as CheckResult;
    return findings.flatMap(({ id, severity }) => (severity === 'note' ? [] : `${id} ${severity}`));
  }

  before(async () => {
    hosts = await makeTwoHosts();
    const { near, far } = hosts;
    files = `/etc/netns/${near.name}`;
    await mkdir(files, { recursive: true });
    await writeFile(`${files}/nsswitch.conf`, 'hosts: files\n');
    for (const address of ['10.92.0.1/24', '10.92.0.11/24'])
      ip('-n', near.name, 'addr', 'add', address, 'dev', 'cable');
    ip('-n', far.name, 'addr', 'add', '10.92.0.2/24', 'dev', 'cable');
  });

  after(async () => {
    await hosts?.remove();
    await rm(files, { recursive: true, force: true });
  });

  // What real Dynamips does under these files: docs/FACTS.md, "Addresses and names".
  for (const [lines, verdict, finding] of [
    ['127.0.0.1 localhost', 'ok', 'NIO022 warning'],
    ['127.0.0.1 localhost\n::1 localhost ip6-localhost', 'dead', 'NIO022 error'],
    ['::1 localhost\n127.0.0.1 localhost', 'dead', 'NIO022 error'],
    ['::1 localhost', 'dead', 'NIO022 error'],
  ] as const) {
    it(`knows localhost beside 127.0.0.1 with the hosts file ${lines.replaceAll('\n', ', ')}`, async () => {
      await writeFile(`${files}/hosts`, `${lines}\n`);
      const { links, nios } = await simulated('c1-localhost-and-127.net');
      expect(links.map((link) => link.verdict)).to.deep.equal([verdict]);
      expect(nios[1]?.localAddress).to.equal(verdict === 'ok' ? '127.0.0.1' : '::1');
      expect(await found('c1-localhost-and-127.net')).to.deep.equal([finding]);
    });
  }

  it('knows from which address the kernel sends, where the lab has another one (seen: dead both ways)', async () => {
    const { links, nios } = await simulated('e2-secondary-address.yaml');
    expect(links.map((link) => link.verdict)).to.deep.equal(['dead']);
    expect(nios.map((nio) => nio.localAddress)).to.deep.equal(['10.92.0.1', '10.92.0.2']);
    expect(await found('e2-secondary-address.yaml')).to.deep.equal(['NIO026 error']);
  });

  it('knows a host without address, and two addresses of this host (seen)', async () => {
    const [nio] = (await simulated('e1b-unresolvable-host.net')).nios;
    expect(nio?.bind).to.include({ outcome: 'refused', port: 10_000, reason: 'no-address', grade: 'seen' });
    expect(await found('e1b-unresolvable-host.net')).to.include('NIO024 error');
    const { links } = await simulated('b3b-two-names-good-bases.yaml');
    expect(links.map((link) => link.verdict)).to.deep.equal(['dead']);
    expect(await found('b3b-two-names-good-bases.yaml')).to.deep.equal(['NIO022 error']);
  });
});
