import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

function lab(first: string, second: string) {
  return netLab(file`
    [${first}]
        udp = 10000
        [[ROUTER R1]]
            f0/0 = R2 f0/0
    [${second}]
        udp = 10100
        [[ROUTER R2]]
  `);
}

describe('one-machine-two-names', () => {
  it('warns of two addresses of the loopback, at the second; they never meet (seen: both sockets have 127.0.0.1)', () => {
    const found = finding('one-machine-two-names', lab('127.0.0.1:7200', '127.0.0.2:7201'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO022', 'error', 'lab.net:5']);
    expect(found.evidence.hypervisors).to.deep.equal(['127.0.0.1:7200', '127.0.0.2:7201']);
    expect(found.remedy.text).to.include('"127.0.0.1"');
  });

  it('knows from the resolver whether localhost meets 127.0.0.1', () => {
    const asked = (...found: string[]) => ({ addresses: new Map([['localhost', found]]) });
    const two = lab('localhost:7200', '127.0.0.1:7201');
    const apart = finding('one-machine-two-names', two, asked('::1', '127.0.0.1'));
    expect(apart.severity).to.equal('error');
    expect(apart.message).to.include('localhost (::1) and 127.0.0.1').and.to.include('no link between them works');
    const one = finding('one-machine-two-names', two, asked('127.0.0.1', '::1'));
    expect(one.severity).to.equal('warning');
    expect(one.message).to.include('localhost (127.0.0.1)').and.to.not.include('do not work');
  });

  it('finds two names of another machine when the DNS was asked', () => {
    const addresses = new Map([
      ['alpha', ['10.0.0.1']],
      ['alpha.lab', ['10.0.0.1']],
    ]);
    const found = finding('one-machine-two-names', lab('alpha:7200', 'alpha.lab:7201'), { addresses });
    expect([found.severity, place(found)]).to.deep.equal(['warning', 'lab.net:5']);
    expect(findings('one-machine-two-names', lab('alpha:7200', 'alpha.lab:7201'))).to.deep.equal([]);
  });

  it('is silent on one name, also in other letters, and on two machines', () => {
    expect(findings('one-machine-two-names', lab('localhost:7200', 'localhost:7201'))).to.deep.equal([]);
    expect(findings('one-machine-two-names', lab('bender:7200', 'Bender:7201'))).to.deep.equal([]);
    expect(findings('one-machine-two-names', lab('alpha', 'beta'))).to.deep.equal([]);
  });
});
