/**
 * Other programs on the ports of a lab, on the real kernel with the real Dynamips: who is in the way
 * of a NIO, and what a rule of this host does to its loopback. Needs root and a build.
 */
import { expect } from 'chai';
import type { LinksResult } from '../../src/features/links/result.ts';
import type { PreflightResult } from '../../src/features/preflight/result.ts';
import type { RehearseResult } from '../../src/features/rehearse/result.ts';
import { detailsOf, statesOf, verdictsOf, wordsOf } from '../support/case-results.ts';
import { describeStaged, type StagedHost } from '../support/staged-host.ts';

const ONE_LINK = `name: one
hypervisors: [{ address: '127.0.0.1:7200', baseUdp: 10000 }]
devices: [{ name: R1 }, { name: R2 }]
links: [R1 f0/0 -- R2 f0/0]
`;
const LOAD = ['nio create_udp n0 10000 127.0.0.1 10001', 'nio create_udp n1 10001 127.0.0.1 10000'];

/** Holds UDP port 10000 of an IPv6 address, and says so by listening on TCP port 9. */
const HOLDER = `
  const [address, only] = process.argv.slice(1);
  process.title = 'webmin';
  require('node:dgram').createSocket({ type: 'udp6', ipv6Only: only === 'only' }).bind(10000, address, () =>
    require('node:net').createServer().listen(9, '127.0.0.1'));
`;

/** Passes TCP port 7200 on to 7300, as \`ssh -L\` does. */
const FORWARDER = `
  process.title = 'ssh';
  const net = require('node:net');
  net.createServer((client) => {
    const far = net.connect({ host: '127.0.0.1', port: 7300 });
    for (const [from, to] of [[client, far], [far, client]]) {
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  }).listen(7200, '127.0.0.1');
`;

async function holdOn(host: StagedHost, address: string, only = ''): Promise<void> {
  await host.launch(process.execPath, ['-e', HOLDER, address, only], { port: 9 });
}

describeStaged('real Dynamips beside other programs', ['dynamips'], (host) => {
  let lab: string;
  before(async () => {
    lab = await host.file('one.yaml', ONE_LINK);
  });

  // Seen: what the hypervisor answers to the NIO with port 10000.
  for (const [address, only, reply] of [
    ['::1', '', '100'],
    ['::', 'only', '100'],
    ['::', '', '206'],
    ['::ffff:127.0.0.1', '', '206'],
  ] as const) {
    const isTaken = reply === '206';
    it(`a program on ${address}${only === '' ? '' : ' for IPv6 only'} ${isTaken ? 'is' : 'is not'} in the way`, async () => {
      await holdOn(host, address, only);
      await host.dynamips('127.0.0.1:7200');
      const preflight = await host.json<PreflightResult>('preflight', lab, '--only', 'ports');
      expect(detailsOf(preflight)).to.deep.equal(isTaken ? ['ports: error port-taken'] : []);
      expect(await host.tell('127.0.0.1:7200', ...LOAD)).to.deep.equal([reply, '100']);
      for (const args of [['links', lab], ['links']]) {
        expect(statesOf(await host.json(...args))).to.deep.equal([isTaken ? 'FOREIGN' : 'ESTABLISHED']);
      }
    });
  }

  it('a hypervisor behind ssh: its NIOs are not on this host, and nobody says so', async () => {
    await host.dynamips('127.0.0.1:7300');
    await host.launch(process.execPath, ['-e', FORWARDER], { port: 7200 });
    const observed = await host.json<LinksResult>('links', lab);
    expect(statesOf(observed)).to.deep.equal(['UNKNOWN']);
    expect(observed.links[0]?.forwarder).to.match(/^ssh \(pid \d+\)$/);
    expect(observed.links[0]?.remedy).to.not.include('load the lab again');
    const { answers } = await host.json<PreflightResult>('preflight', lab);
    expect(answers.find(({ id }) => id === 'ports')).to.include({ state: 'skipped' });
    expect(answers.find(({ id }) => id === 'ports')?.summary).to.include('ssh');
  });
});

describeStaged('real Dynamips behind a NAT rule', ['dynamips', 'nft'], (host) => {
  it('does not blame a port, or another program, for what a rule of the loopback does', async () => {
    const lab = await host.file('one.yaml', ONE_LINK);
    const rules =
      'table ip nat { chain output { type nat hook output priority -100; udp dport 10001 redirect to :19999; }; }';
    const file = await host.file('rules.nft', `${rules}\n`);
    expect((await host.near.run('nft', ['-f', file])).code).to.equal(0);
    await host.dynamips('127.0.0.1:7200');
    const rehearsed = await host.json<RehearseResult>('rehearse', lab);
    expect(verdictsOf(rehearsed)).to.include('lost');
    expect(wordsOf(rehearsed))
      .to.include('the firewall or NAT of this host drops or rewrites it')
      .and.not.include('another port');
  });
});
