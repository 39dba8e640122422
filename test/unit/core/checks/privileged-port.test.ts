import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';

function lab(base: number) {
  return netLab(`[localhost]\nudp = ${base}\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n`);
}

function nio(text: string) {
  return netLab(`[localhost]\n[[ROUTER R1]]\nf0/0 = ${text}\n`);
}

describe('privileged-port', () => {
  it('warns of a base below 1024, at the hypervisor', () => {
    const found = finding('privileged-port', lab(1023));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO011', 'warning', 'lab.net:1']);
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200']);
    expect(found.evidence.ports).to.deep.equal(['1023']);
    expect(found.remedy.paste).to.equal('[localhost:7200]\n    udp = 30100');
  });

  it('warns of an explicit local port below 1024, at the link', () => {
    const found = finding('privileged-port', nio('NIO_udp:500:10.0.0.9:20000'));
    expect([found.severity, place(found), found.evidence.ports]).to.deep.equal(['warning', 'lab.net:3', ['500']]);
    expect(found.evidence.links).to.deep.equal(['R1 f0/0 -- NIO_udp:500:10.0.0.9:20000']);
  });

  it('is silent from 1024 on, and on the remote port', () => {
    expect(findings('privileged-port', lab(1024))).to.deep.equal([]);
    expect(findings('privileged-port', nio('NIO_udp:1024:10.0.0.9:500'))).to.deep.equal([]);
  });

  it('is silent on Windows and on macOS, where everybody can bind them, and believes what a kernel answered', () => {
    for (const os of ['windows', 'darwin'] as const) {
      expect(findings('privileged-port', lab(500), { os })).to.deep.equal([]);
      expect(findings('privileged-port', nio('NIO_udp:500:10.0.0.9:20000'), { os })).to.deep.equal([]);
    }
    const asked = (bind: 'bound' | 'refused') => ({
      file: 'kernel.json',
      kernel: {
        schemaVersion: 1 as const,
        kind: 'niostat-kernel' as const,
        system: 'linux' as const,
        release: '6.18',
        date: '2026-11-27',
        method: { by: 'own-sockets' as const },
        observations: [{ situation: 'port-below-1024' as const, bind, receiver: 'none' as const }],
      },
    });
    // net.ipv4.ip_unprivileged_port_start = 0, as in many containers.
    expect(findings('privileged-port', lab(500), { kernel: asked('bound') })).to.deep.equal([]);
    expect(findings('privileged-port', lab(500), { kernel: asked('refused') })).to.have.length(1);
  });
});
