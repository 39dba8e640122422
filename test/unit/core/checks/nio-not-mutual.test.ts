import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

function lab(first: string, second: string) {
  return netLab(file`
    [localhost:7200]
        [[ROUTER R1]]
            f0/0 = ${first}
        [[ROUTER R2]]
            f0/0 = ${second}
  `);
}

describe('nio-not-mutual', () => {
  it('reports a NIO that does not point back, and says how it would', () => {
    const found = finding('nio-not-mutual', lab('NIO_udp:30000:127.0.0.1:20000', 'NIO_udp:20000:127.0.0.1:30001'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO041', 'error', 'lab.net:5']);
    expect(found.evidence.ports).to.deep.equal(['30000', '20000']);
    expect(found.evidence.links).to.deep.equal([
      'R1 f0/0 -- NIO_udp:30000:127.0.0.1:20000',
      'R2 f0/0 -- NIO_udp:20000:127.0.0.1:30001',
    ]);
    expect(found.remedy.paste).to.equal('NIO_udp:20000:127.0.0.1:30000');
  });

  it('reports it between hosts, with the host of the other end in what is to be pasted', () => {
    const text =
      '[alpha]\n[[ROUTER R1]]\nf0/0 = NIO_udp:30000:beta:20000\n[beta]\n[[ROUTER R2]]\nf0/0 = NIO_udp:20000:gamma:30000\n';
    expect(finding('nio-not-mutual', netLab(text)).remedy.paste).to.equal('NIO_udp:20000:alpha:30000');
  });

  it('leaves two that point at each other as they are where a third points at one of them', () => {
    const text = file`
      [localhost:7200]
          [[ROUTER R1]]
              f0/0 = NIO_udp:20001:127.0.0.1:20100
          [[ROUTER R2]]
              f0/0 = NIO_udp:20002:127.0.0.1:20100
          [[ROUTER R3]]
              f0/0 = NIO_udp:20100:127.0.0.1:20001
    `;
    const found = finding('nio-not-mutual', netLab(text));
    expect(place(found)).to.equal('lab.net:5');
    expect(found.evidence.ports).to.deep.equal(['20002', '20100']);
    expect(found.remedy).to.deep.equal({
      text: 'correct the port that R2 f0/0 points at: R3 f0/0 and R1 f0/0 point at each other, so that 20100 is wrong',
    });
  });

  it('is silent on a tunnel that is mutual, on one host and between two', () => {
    expect(
      findings('nio-not-mutual', lab('NIO_udp:30000:127.0.0.1:20000', 'NIO_udp:20000:localhost:30000')),
    ).to.deep.equal([]);
    const text =
      '[alpha]\n[[ROUTER R1]]\nf0/0 = NIO_udp:30000:beta:20000\n[beta]\n[[ROUTER R2]]\nf0/0 = NIO_udp:20000:alpha:30000\n';
    expect(findings('nio-not-mutual', netLab(text))).to.deep.equal([]);
  });

  it('is silent on a far end that is not in the lab', () => {
    expect(
      findings('nio-not-mutual', lab('NIO_udp:30000:127.0.0.1:20000', 'NIO_udp:30001:127.0.0.1:20001')),
    ).to.deep.equal([]);
    expect(
      findings('nio-not-mutual', lab('NIO_udp:30000:10.0.0.9:20000', 'NIO_udp:20000:10.0.0.9:30001')),
    ).to.deep.equal([]);
  });
});
