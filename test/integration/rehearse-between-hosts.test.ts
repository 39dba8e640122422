/**
 * `niostat rehearse` on two hosts with a firewall on one: network namespaces with a cable between them. Needs
 * root and a build.
 */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RehearsedDirection, RehearseResult } from '../../src/features/rehearse/result.ts';
import { makeTwoHosts, type NetworkNamespace, type TwoHosts, whatIsMissing } from '../support/network-namespace.ts';
import { betweenText, directionTexts } from '../support/rehearsal.ts';
import { HAS_DYNAMIPS } from '../support/subjects.ts';

/** Each host has all ports to itself, so that these are nobody else's. */
const CONTROL_PORT = 7200;
const NEAR_BASE = 10_000;
const FAR_BASE = 10_100;
const INJECTOR_PORT = 24_000;
const LINKS = 4;

const LACK = whatIsMissing(['ip', 'nft']);

/** Starts Dynamips in a directory of its own, and says when it listens. */
const DYNAMIPS = `
  const [cwd, port] = process.argv.slice(1);
  require('node:fs').mkdirSync(cwd, { recursive: true });
  const child = require('node:child_process').spawn('dynamips', ['-H', port], { cwd, stdio: 'ignore' });
  child.once('exit', () => process.exit(1));
  const knock = () => {
    const socket = require('node:net').connect({ host: '127.0.0.1', port: Number(port) });
    socket.once('connect', () => { socket.destroy(); console.error('ready'); });
    socket.once('error', () => setImmediate(knock));
  };
  knock();
`;

/**
 * Prints what a hypervisor has. Dynamips keeps a connection whose other half is closed, so that the client
 * has to end it.
 */
const LISTS = `
  const [host, port] = process.argv.slice(1);
  const socket = require('node:net').connect({ host, port: Number(port) });
  let text = '';
  socket.setEncoding('utf8').on('connect', () => socket.write('nio list\\nnio_bridge list\\nethsw list\\n')).on('data', (chunk) => {
    text += chunk;
    if (text.split('100-').length < 4) return;
    process.stdout.write(text.trim().split('\\r\\n').join(' '));
    socket.destroy();
  });
`;

const PROGRAMS: Readonly<Record<string, (host: NetworkNamespace, directory: string) => Promise<unknown>>> = {
  'niostat hypervisor': (host, directory) =>
    host.start(
      process.execPath,
      ['bin/run.js', 'hypervisor', '--listen', `0.0.0.0:${CONTROL_PORT}`, '--working-dir', directory],
      /^Listening on /,
    ),
  ...(HAS_DYNAMIPS
    ? {
        'the real Dynamips': (host: NetworkNamespace, directory: string) =>
          host.start(process.execPath, ['-e', DYNAMIPS, directory, String(CONTROL_PORT)], /ready/),
      }
    : {}),
};

/** What of the directions is not whole, or was not seen to be. */
function remarkable(result: RehearseResult): string[] {
  const texts = directionTexts(result);
  const directions = result.links.flatMap((link) => link.directions);
  return texts.flatMap((text, index) => {
    const { verdict, evidence } = directions[index] as RehearsedDirection;
    return verdict === 'delivered' && evidence === 'frames' ? [] : [`${text}, by ${evidence}`];
  });
}

function describeHosts(start: (host: NetworkNamespace, directory: string) => Promise<unknown>): void {
  let hosts: TwoHosts;
  let lab: string;

  before(async () => {
    hosts = await makeTwoHosts();
    for (const host of [hosts.near, hosts.far]) await start(host, join(hosts.directory, `work-${host.address}`));
    lab = join(hosts.directory, 'lab.net');
    await writeFile(
      lab,
      betweenText(
        LINKS,
        { host: hosts.near.address, port: CONTROL_PORT, baseUdp: NEAR_BASE },
        { host: hosts.far.address, port: CONTROL_PORT, baseUdp: FAR_BASE },
      ),
    );
  });

  after(async () => {
    // If they could not be made, nothing is left of them.
    if (hosts !== undefined) await hosts.remove();
  });

  /** Rehearses with these rules on the far host, and looks whether anything was left there. */
  async function rehearsed(...rules: readonly string[]): Promise<RehearseResult & { code: number | string }> {
    const chains = ['input', 'output'].map(
      (hook) =>
        `chain ${hook} { type filter hook ${hook} priority 0; ${rules
          .filter((rule) => rule.startsWith(hook))
          .map((rule) => rule.slice(hook.length))
          .join('; ')}; }`,
    );
    const file = join(hosts.directory, 'rules.nft');
    await writeFile(file, `flush ruleset\ntable inet test {\n${chains.join('\n')}\n}\n`);
    const loaded = await hosts.far.run('nft', ['-f', file]);
    expect(loaded.code, loaded.stderr).to.equal(0);
    const args = ['bin/run.js', 'rehearse', '--json', '--injector-port', String(INJECTOR_PORT), lab];
    const { code, stdout, stderr } = await hosts.near.run(process.execPath, args);
    expect(stderr).to.equal('');
    for (const host of [hosts.near, hosts.far]) {
      const listed = await host.run(process.execPath, ['-e', LISTS, host.address, String(CONTROL_PORT)]);
      expect(listed, host.name).to.include({ code: 0, stdout: '100-OK 100-OK 100-OK' });
    }
    const result = JSON.parse(stdout);
    expect(result.error, stdout).to.equal(undefined);
    return { ...result, code };
  }

  function explanation({ links }: RehearseResult, link: number, from: 'a' | 'b'): string | undefined {
    return links[link]?.directions[from === 'a' ? 0 : 1].explanation;
  }

  it('no firewall: all frames are delivered', async () => {
    const result = await rehearsed();
    expect([result.code, remarkable(result)]).to.deep.equal([0, []]);
    expect(result.links).to.have.length(LINKS);
  });

  it('two ports of links are closed: those directions are lost and no others, and it names the port', async () => {
    const result = await rehearsed(`input udp dport { ${FAR_BASE}, ${FAR_BASE + 2} } drop`);
    // They are tried twice.
    expect([result.code, remarkable(result)]).to.deep.equal([
      1,
      ['A1 > B1: lost 0/6, by frames', 'A3 > B3: lost 0/6, by frames'],
    ]);
    expect(explanation(result, 2, 'a'))
      .to.include(String(FAR_BASE + 2))
      .and.include(hosts.far.address);
    expect(explanation(result, 2, 'b')).to.equal(undefined);
  });

  it('the ports through which frames are let in are closed: its ends are not tried, and it names the port', async () => {
    const result = await rehearsed(`input udp dport ${INJECTOR_PORT}-${INJECTOR_PORT + 9} drop`);
    expect([result.code, remarkable(result)]).to.deep.equal([
      3,
      [1, 2, 3, 4].map((number) => `B${number} > A${number}: not-tried 0/0, by none`),
    ]);
    const port = result.hypervisors[1]?.injectorPorts[0];
    expect(port).to.be.within(INJECTOR_PORT, INJECTOR_PORT + 9);
    expect(explanation(result, 0, 'b'))
      .to.include(`UDP ${port} of ${hosts.far.address}, the way in for the frames, does not get through`)
      .and.include('--injector-port');
  });

  it('no frame comes back to here: what the hypervisor has counted says that all were delivered', async () => {
    const result = await rehearsed(`output udp sport ${INJECTOR_PORT}-${INJECTOR_PORT + 9} drop`);
    // It waits for them a while, and sends them once more.
    expect([result.code, remarkable(result)]).to.deep.equal([
      0,
      [1, 2, 3, 4].map((number) => `A${number} > B${number}: delivered 6/6, by counters`),
    ]);
  });

  it('no frame comes back to here, and the port of a link is closed: the counters say that too', async () => {
    const result = await rehearsed(
      `output udp sport ${INJECTOR_PORT}-${INJECTOR_PORT + 9} drop`,
      `input udp dport ${FAR_BASE + 1} drop`,
    );
    expect([result.code, remarkable(result)]).to.deep.equal([
      1,
      [1, 2, 3, 4].map((number) =>
        number === 2 ? 'A2 > B2: lost 0/6, by counters' : `A${number} > B${number}: delivered 6/6, by counters`,
      ),
    ]);
  });
}

describe('niostat rehearse between hosts', () => {
  if (LACK === undefined) {
    for (const [name, start] of Object.entries(PROGRAMS)) describe(name, () => describeHosts(start));
  } else if (process.env['NIOSTAT_REQUIRE_NETNS'] === '1') {
    it('between network namespaces', () => {
      expect.fail(`NIOSTAT_REQUIRE_NETNS=1 asks for network namespaces, but ${LACK}`);
    });
  }
});
