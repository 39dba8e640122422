import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';

describe('open-control-port', () => {
  it('notes control ports that the network reaches, host by host, at the first one', () => {
    const found = finding('open-control-port', netLab('# lab\n[bender:7200]\n[bender:7201]\n[localhost]\n'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO033', 'note', 'lab.net:2']);
    expect(found.evidence.hypervisors).to.deep.equal(['bender:7200', 'bender:7201']);
    expect(found.evidence.ports).to.deep.equal(['7200', '7201']);
    expect(found.message).to.include('TCP 7200, 7201 on bender');
  });

  it('names many ports by their ranges', () => {
    const text = Array.from({ length: 12 }, (_, index) => `[bender:${7200 + index + (index > 9 ? 100 : 0)}]\n`).join(
      '',
    );
    const found = finding('open-control-port', netLab(text));
    expect(found.message).to.include('TCP 7200–7209, 7310–7311 on bender');
    expect(found.evidence.ports).to.have.length(12);
  });

  it('notes each host once', () => {
    expect(findings('open-control-port', netLab('[alpha]\n[beta]\n')).map(place)).to.deep.equal([
      'lab.net:1',
      'lab.net:2',
    ]);
  });

  it('notes a hypervisor on 0.0.0.0, which listens for everybody', () => {
    expect(findings('open-control-port', netLab('[0.0.0.0:7200]\n'))).to.have.length(1);
  });

  it('is silent on the loopback', () => {
    expect(findings('open-control-port', netLab('[localhost:7200]\n[127.0.0.1:7201]\n'))).to.deep.equal([]);
  });
});
