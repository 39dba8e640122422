/**
 * Addresses and ports in unusual form, on the real Dynamips on a host of its own: what `links`, `preflight`
 * and `rehearse` say of what was seen there. Needs root and a build.
 */
import { expect } from 'chai';
import type { LinksResult } from '../../src/features/links/result.ts';
import type { PreflightResult } from '../../src/features/preflight/result.ts';
import type { RehearseResult } from '../../src/features/rehearse/result.ts';
import { detailsOf, statesOf, verdictsOf } from '../support/case-results.ts';
import { caseFile, describeStaged } from '../support/staged-host.ts';

describeStaged('real Dynamips and addresses', ['dynamips'], (host) => {
  it('an IPv4 address in IPv6 form: delivered both ways', async () => {
    const file = caseFile('m2-ipv4-mapped.yaml');
    await host.dynamips('127.0.0.1:7200');
    expect(verdictsOf(await host.json('rehearse', file))).to.deep.equal(['delivered', 'delivered']);
    await host.tell(
      '127.0.0.1:7200',
      'nio create_udp n0 12000 127.0.0.1 12001',
      'nio create_udp n1 12001 ::ffff:127.0.0.1 12000',
    );
    for (const args of [['links', file], ['links']]) {
      const { outcome } = await host.json<LinksResult>(...args);
      expect(outcome, args.join(' ')).to.equal('clean');
    }
  });

  it('peer port 65536: what R1 sends is delivered, what R2 sends arrives nowhere', async () => {
    const file = caseFile('m1-remote-port-0.yaml');
    await host.dynamips('127.0.0.1:7200');
    await host.tell(
      '127.0.0.1:7200',
      'nio create_udp n0 12000 127.0.0.1 12001',
      'nio create_udp n1 12001 127.0.0.1 65536',
    );
    expect(statesOf(await host.json('links', file))).to.deep.equal(['ONE-WAY', 'ONE-WAY']);
    const alone = await host.json<LinksResult>('links');
    expect(statesOf(alone)).to.deep.equal(['ONE-WAY']);
    expect(alone.links[0]?.explanation).to.include('takes frames from any port of 127.0.0.1');
    const preflight = await host.json<PreflightResult>('preflight', file);
    expect(detailsOf(preflight)).to.include('checks: error NIO010');
    // The port is written at the link: no plan changes it, and the state of the lab that runs neither.
    expect(preflight.next).to.equal('fix the failures above, then run preflight again');
  });

  it('a hypervisor on ::1: it listens there without brackets', async () => {
    const file = caseFile('h2-ipv6-hyp.yaml');
    const start = 'dynamips -H ::1:7200';
    expect((await host.niostat('links', file, '--explain')).stdout).to.include(start);
    expect((await host.niostat('probe', file)).stdout).to.include(start);
    await host.dynamips('::1:7200');
    const { outcome } = await host.json<RehearseResult>('rehearse', file);
    expect(outcome).to.equal('clean');
  });

  it('0.0.0.0 as a host: one remedy, and frames pass', async () => {
    const file = caseFile('b4-wildcard.yaml');
    const { answers } = await host.json<PreflightResult>('preflight', file);
    const remedies = answers.flatMap(({ details }) => details.map(({ remedy = '' }) => remedy));
    expect(remedies.filter((text) => text.includes('127.0.0.1'))).to.have.length(2);
    expect(remedies.join()).to.not.match(/write "?0\.0\.0\.0/);
    await host.dynamips('7200');
    await host.dynamips('127.0.0.1:7201');
    expect((await host.json<RehearseResult>('rehearse', file)).outcome).to.equal('clean');
  });
});
