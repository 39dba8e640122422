/**
 * Names and addresses that do not fit, on the real Dynamips, under a hosts file of the test: what `links`,
 * `preflight` and `rehearse` say of what was seen there. For `simulate` and `check` see
 * resolve-on-this-host.test.ts. Needs root and a build.
 */
import { expect } from 'chai';
import type { LinksResult } from '../../src/features/links/result.ts';
import type { PreflightResult } from '../../src/features/preflight/result.ts';
import type { RehearseResult } from '../../src/features/rehearse/result.ts';
import { detailsOf, statesOf, verdictsOf, wordsOf } from '../support/case-results.ts';
import { caseFile, describeStaged } from '../support/staged-host.ts';

describeStaged('real Dynamips and names', ['dynamips'], (host) => {
  before(() => {
    host.addAddress('10.92.0.1/24');
    host.addAddress('10.92.0.11/24');
    host.addAddress('10.92.0.2/24', host.far);
  });

  it('localhost is ::1 beside 127.0.0.1: 0 of 2 frames arrive', async () => {
    await host.setHostsFile('::1 localhost', '127.0.0.1 localhost');
    const file = caseFile('c1-localhost-and-127.net');
    await host.dynamips('7200');
    await host.dynamips('127.0.0.1:7201');
    const rehearsed = await host.json<RehearseResult>('rehearse', file);
    expect(verdictsOf(rehearsed)).to.deep.equal(['lost', 'lost']);
    expect(wordsOf(rehearsed)).to.include('an IPv4 and an IPv6 socket never meet').and.not.include('firewall');
    await host.tell('127.0.0.1:7200', 'nio create_udp n0 10000 127.0.0.1 10100');
    await host.tell('127.0.0.1:7201', 'nio create_udp n0 10100 localhost 10000');
    for (const args of [['links', file], ['links']]) {
      const observed = await host.json<LinksResult>(...args);
      expect(statesOf(observed)).to.deep.equal(['UNREACHABLE?']);
      expect(wordsOf(observed)).to.include('One socket is IPv4, the other IPv6');
    }
    const preflight = await host.json<PreflightResult>('preflight', file);
    expect(detailsOf(preflight)).to.include('checks: error NIO022');
    expect(preflight.next).to.equal('fix the failures above, then run preflight again');
    await host.setHostsFile('127.0.0.1 localhost');
  });

  it('a name without address: 206, and the port stays free', async () => {
    const file = caseFile('e1b-unresolvable-host.net');
    await host.dynamips('127.0.0.1:7200');
    const replies = await host.tell('127.0.0.1:7200', 'nio create_udp n0 10000 labserver7.invalid 10100');
    expect(replies).to.deep.equal(['206']);
    const observed = await host.json<LinksResult>('links', file);
    expect(statesOf(observed)).to.deep.equal(['MISSING']);
    expect(wordsOf(observed)).to.include('labserver7.invalid has no address').and.include('206');
    expect((await host.niostat('links', file)).stdout).to.not.include('was not read');
    expect(detailsOf(await host.json('preflight', file))).to.include.members([
      'checks: error NIO024',
      'hypervisors: error unresolvable',
    ]);
    expect((await host.niostat('rehearse', file)).stderr).to.include('unresolvable');
  });

  it('a second address of this host: the kernel sends from the first one, and the link is dead', async () => {
    const file = caseFile('e2-secondary-address.yaml');
    await host.dynamips('7200');
    await host.dynamips('7201', { at: host.far });
    expect(detailsOf(await host.json('preflight', file))).to.include('checks: error NIO026');
    const rehearsed = await host.json<RehearseResult>('rehearse', file);
    expect(wordsOf(rehearsed)).to.include('sends from 10.92.0.1').and.not.include('firewall');
    await host.tell('10.92.0.11:7200', 'nio create_udp n0 10000 10.92.0.2 10100');
    await host.tell('10.92.0.2:7201', 'nio create_udp n0 10100 10.92.0.11 10000');
    const observed = await host.json<LinksResult>('links', file);
    expect(statesOf(observed)).to.deep.equal(['UNREACHABLE?']);
    expect(observed.links[0]?.remedy).to.include('write 10.92.0.1 instead of 10.92.0.11');
  });

  it('two names of one host: both ends are on this host, and no NAT is between them', async () => {
    const file = caseFile('b3b-two-names-good-bases.yaml');
    await host.dynamips('7200');
    await host.dynamips('7201');
    await host.tell('127.0.0.1:7200', 'nio create_udp n0 10000 10.92.0.1 10100');
    await host.tell('10.92.0.1:7201', 'nio create_udp n0 10100 127.0.0.1 10000');
    for (const args of [['links', file], ['links']]) {
      const observed = await host.json<LinksResult>(...args);
      expect(statesOf(observed)).to.deep.equal(['UNREACHABLE?']);
      expect(wordsOf(observed)).to.include('on one machine under two addresses').and.not.include('NAT');
      expect(observed.links[0]?.remedy).to.include('write the same address for both hypervisors');
    }
    expect(detailsOf(await host.json('preflight', file))).to.include('checks: error NIO022');
  });
});
