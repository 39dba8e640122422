import { expect } from 'chai';
import { caseLab } from '../../../support/cases.ts';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';

function lab(base: number, link = 'f0/0 = R2 f0/0') {
  return netLab(`# lab\n[localhost]\nudp = ${base}\n[[ROUTER R1]]\n${link}\n[[ROUTER R2]]\n`);
}

/** The findings that speak of a program. */
function about(program: string, base: number) {
  return findings('known-range', lab(base)).filter(({ message }) => message.includes(program));
}

describe('known-range', () => {
  it('notes ports that VPCS takes from 20000 and from 30000 on, at the hypervisor', () => {
    const [found, ...more] = about('VPCS', 20_000);
    expect(more).to.deep.equal([]);
    expect([found?.id, found?.severity, found && place(found)]).to.deep.equal(['NIO013', 'note', 'lab.net:2']);
    expect(found?.evidence.hypervisors).to.deep.equal(['localhost:7200']);
    expect(found?.evidence.ports).to.deep.equal(['20000–20001']);
    expect(found?.remedy.paste).to.equal('[localhost:7200]\n    udp = 20100');
    expect(about('VPCS', 30_000)).to.have.length(1);
  });

  it('notes the relay of VPCS, which it binds nine ports above its own, even with one PC', () => {
    const messages = findings('known-range', caseLab('d1-base-20009.yaml')).map(({ message }) => message);
    expect(messages.filter((message) => message.includes('VPCS'))).to.have.length(1);
    expect(messages[0]).to.include('20000–20009');
    expect(about('VPCS', 20_010)).to.deep.equal([]);
  });

  it('notes ports of the wrappers, from 20900 and from 40000 on', () => {
    expect(about('VBoxwrapper', 20_900)).to.have.length(1);
    expect(about('Qemuwrapper', 40_000)).to.have.length(1);
  });

  it('notes ports of the pools of GNS3 servers', () => {
    for (const base of [10_000, 19_999, 20_000, 29_999])
      expect(about('GNS3 server', base), String(base)).to.have.length(1);
    expect(finding('known-range', lab(10_000)).severity).to.equal('note');
  });

  it('is silent between all of these, and on a hypervisor without a link', () => {
    for (const base of [9_998, 30_100, 31_000, 39_998, 41_000])
      expect(findings('known-range', lab(base)), String(base)).to.deep.equal([]);
    expect(findings('known-range', lab(20_000, '# no link'))).to.deep.equal([]);
  });

  it('tells programs apart that are not on this range', () => {
    expect(about('VPCS', 20_100)).to.deep.equal([]);
    expect(about('VBoxwrapper', 20_100)).to.deep.equal([]);
  });
});
