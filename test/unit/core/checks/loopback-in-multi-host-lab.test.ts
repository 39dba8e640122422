import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

function lab(first: string, second: string, link = 'f0/0 = R2 f0/0', router = 'ROUTER R1') {
  return netLab(file`
    # a lab that spans hosts
    [${first}]
        [[${router}]]
            ${link}
        [[ROUTER R3]]
    [${second}]
        [[ROUTER R2]]
  `);
}

const SLUG = 'loopback-in-multi-host-lab';

describe(SLUG, () => {
  for (const host of ['localhost', '127.0.0.1']) {
    it(`reports ${host} when a link leads to another host`, () => {
      const found = finding(SLUG, lab(host, 'bender'));
      expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO020', 'error', 'lab.net:2']);
      expect(found.evidence.hypervisors).to.deep.equal([`${host}:7200`, 'bender:7200']);
      expect(found.evidence.links).to.deep.equal(['R1 f0/0 -- R2 f0/0']);
      expect(found.remedy.text).to.include('bender');
      expect(found.remedy.paste).to.equal('[ADDRESS_OF_THIS_MACHINE:7200]');
    });
  }

  it('reports it whichever end is written first', () => {
    expect(place(finding(SLUG, lab('bender', '127.0.0.1')))).to.equal('lab.net:6');
  });

  it('is silent when no link leads to another host', () => {
    expect(findings(SLUG, lab('localhost', 'bender', 'f0/0 = R3 f0/0'))).to.deep.equal([]);
  });

  it('is silent when all hypervisors are on this machine, and when all have real names', () => {
    expect(findings(SLUG, lab('localhost:7200', 'localhost:7201'))).to.deep.equal([]);
    expect(findings(SLUG, lab('xplt', 'bender'))).to.deep.equal([]);
  });

  it('is silent when the other name turns out to be this machine', () => {
    const addresses = new Map([['bender', ['192.168.1.5', '127.0.0.1']]]);
    expect(findings(SLUG, lab('localhost', 'bender'), { addresses })).to.deep.equal([]);
  });

  it('keeps the prefix of a wrapper in what is to be pasted', () => {
    const text = '[vbox localhost:11525]\n[[VBOX V1]]\ne0 = R2 f0/0\n[bender]\n[[ROUTER R2]]\n';
    expect(finding(SLUG, netLab(text)).remedy.paste).to.equal('[vbox ADDRESS_OF_THIS_MACHINE:11525]');
  });
});
