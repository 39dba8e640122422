import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** One link takes 10000 and 10001; R1 has an explicit NIO beside it. */
function lab(nio: string, host = 'localhost') {
  return netLab(file`
    [${host}]
        [[ROUTER R1]]
            f0/0 = R2 f0/0
            f0/1 = ${nio}
        [[ROUTER R2]]
  `);
}

describe('nio-in-range', () => {
  it('reports a written port that a counter gives out too, at the link', () => {
    const found = finding('nio-in-range', lab('NIO_udp:10001:10.0.0.9:20000'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO040', 'error', 'lab.net:4']);
    expect(found.evidence.links).to.deep.equal(['R1 f0/1 -- NIO_udp:10001:10.0.0.9:20000']);
    expect(found.evidence.ports).to.deep.equal(['10001', '10000–10001']);
    expect(found.remedy.paste).to.equal('NIO_udp:10200:10.0.0.9:20000');
  });

  it('says that older versions refuse it', () => {
    const [old] = finding('nio-in-range', lab('NIO_udp:10000:10.0.0.9:20000')).consequences;
    expect(old?.text).to.include('206-unable to create UDP NIO');
  });

  it('reports a range of another hypervisor of the same machine', () => {
    const text =
      '[localhost:7200]\n[[ROUTER R1]]\nf0/0 = NIO_udp:10100:10.0.0.9:1\n[127.0.0.1:7201]\nudp = 10100\n[[ROUTER R2]]\nf0/0 = R3 f0/0\n[[ROUTER R3]]\n';
    const found = finding('nio-in-range', netLab(text));
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200', '127.0.0.1:7201']);
  });

  it('is silent on a port that the counter does not reach, and on the remote port', () => {
    expect(findings('nio-in-range', lab('NIO_udp:30000:10.0.0.9:10001'))).to.deep.equal([]);
    expect(findings('nio-in-range', lab('NIO_udp:9999:10.0.0.9:20000'))).to.deep.equal([]);
  });

  it('is silent on a range of another machine', () => {
    const text =
      '[alpha]\n[[ROUTER R1]]\nf0/0 = NIO_udp:10000:10.0.0.9:1\n[beta]\n[[ROUTER R2]]\nf0/0 = R3 f0/0\n[[ROUTER R3]]\n';
    expect(findings('nio-in-range', netLab(text))).to.deep.equal([]);
  });
});
