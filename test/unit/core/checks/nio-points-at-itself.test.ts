import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';

function lab(nio: string, host = 'localhost') {
  return netLab(`[${host}]\n[[ROUTER R1]]\nf0/0 = ${nio}\n`);
}

describe('nio-points-at-itself', () => {
  it('reports a NIO that is connected to its own port, at the link', () => {
    const found = finding('nio-points-at-itself', lab('NIO_udp:30000:127.0.0.1:30000'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO042', 'error', 'lab.net:3']);
    expect(found.evidence.ports).to.deep.equal(['30000']);
    expect(found.evidence.links).to.deep.equal(['R1 f0/0 -- NIO_udp:30000:127.0.0.1:30000']);
  });

  it('reports it where only the wrapped ports are equal: 70000 is 4464', () => {
    expect(findings('nio-points-at-itself', lab('NIO_udp:70000:127.0.0.1:4464'))).to.have.length(1);
  });

  it('reports a loopback name on another host, where it means that host', () => {
    expect(findings('nio-points-at-itself', lab('NIO_udp:30000:localhost:30000', 'bender'))).to.have.length(1);
    expect(findings('nio-points-at-itself', lab('NIO_udp:30000:bender:30000', 'bender'))).to.have.length(1);
  });

  it('is silent on another port, and on the same port of another host', () => {
    expect(findings('nio-points-at-itself', lab('NIO_udp:30000:127.0.0.1:30001'))).to.deep.equal([]);
    expect(findings('nio-points-at-itself', lab('NIO_udp:30000:10.0.0.9:30000'))).to.deep.equal([]);
  });
});
