import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab, scenarioLab } from '../../../support/read.ts';
import { readProjectFile } from '../../../support/source-files.ts';

const SLUG = 'host-without-address';

/** One explicit NIO that points at this host. */
function pointingAt(host: string) {
  return scenarioLab(
    `hypervisors: [{address: 127.0.0.1:7200}]\ndevices: [{name: R1}]\nlinks: ["R1 f0/0 -- NIO_udp:12000:${host}:12001"]\n`,
  );
}

describe(SLUG, () => {
  it('says that the NIO towards a name in no DNS gets 206 and leaves its port free (seen)', () => {
    const found = finding(SLUG, netLab(readProjectFile('test/fixtures/cases/e1b-unresolvable-host.net')));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO024', 'error', 'lab.net:6']);
    expect(found.message).to.equal(
      'labserver7.invalid has no address: 127.0.0.1:7200 will answer "206-unable to create UDP NIO" for R1 f0/0; the local port stays free',
    );
  });

  it('finds any name that was asked and has no address, and none that was not asked', () => {
    expect(finding(SLUG, pointingAt('bender'), { addresses: new Map([['bender', []]]) }).message).to.match(
      /^bender has no address/,
    );
    expect(findings(SLUG, pointingAt('bender'))).to.deep.equal([]);
    expect(findings(SLUG, pointingAt('bender'), { addresses: new Map([['bender', ['10.0.0.9']]]) })).to.deep.equal([]);
  });

  it('finds an address that connect() refuses: broadcast, and no route where the kernel was asked (seen)', () => {
    expect(finding(SLUG, pointingAt('255.255.255.255')).message).to.match(/^no socket can be connected to 255/);
    expect(finding(SLUG, pointingAt('10.9.9.9'), { sources: new Map([['10.9.9.9', null]]) }).message).to.include(
      'no route',
    );
    expect(findings(SLUG, pointingAt('10.9.9.9'))).to.deep.equal([]);
  });

  it('is silent if another address of the name can be connected to', () => {
    const addresses = new Map([['bender', ['2001:db8::9', '10.0.0.9']]]);
    const sources = new Map([
      ['2001:db8::9', null],
      ['10.0.0.9', '10.0.0.1'],
    ]);
    expect(findings(SLUG, pointingAt('bender'), { addresses, sources })).to.deep.equal([]);
  });
});
