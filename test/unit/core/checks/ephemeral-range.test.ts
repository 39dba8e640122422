import { expect } from 'chai';
import { readServerConf } from '../../../../src/core/lab/gns3/server-conf.ts';
import type { Assumptions } from '../../../../src/core/model/assumptions.ts';
import { finding, findings, place } from '../../../support/findings.ts';
import { gns3Lab, scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** One link takes two ports from `base` on. */
function lab(base: number, more = '') {
  return scenarioLab(file`
    hypervisors:
      - { address: localhost, baseUdp: ${base} }
    devices: [{ name: R1 }, { name: R2 }]
    links: [R1 f0/0 -- R2 f0/0]
    ${more}
  `);
}

describe('ephemeral-range', () => {
  it('warns of ports in 32768–60999 on Linux, at the hypervisor', () => {
    const found = finding('ephemeral-range', lab(40_000));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO012', 'warning', 'lab.yaml:2']);
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200']);
    expect(found.evidence.ports).to.deep.equal(['40000–40001']);
    expect(found.message).to.include('32768').and.to.include('60999');
    expect(found.remedy.paste).to.equal('  - address: localhost:7200\n    baseUdp: 30100');
  });

  it('warns of a range that touches the first or the last port of it', () => {
    expect(findings('ephemeral-range', lab(32_767))).to.have.length(1);
    expect(findings('ephemeral-range', lab(60_999))).to.have.length(1);
  });

  it('is silent just below and just above', () => {
    expect(findings('ephemeral-range', lab(32_766))).to.deep.equal([]);
    expect(findings('ephemeral-range', lab(61_000))).to.deep.equal([]);
  });

  it('knows that the range of Windows and macOS is 49152–65535', () => {
    for (const os of ['os: windows', 'os: darwin']) {
      expect(findings('ephemeral-range', lab(40_000, os)), os).to.deep.equal([]);
      expect(findings('ephemeral-range', lab(49_152, os)), os).to.have.length(1);
    }
  });

  it('goes by the range that the lab gives for its hosts', () => {
    expect(findings('ephemeral-range', lab(40_000, 'ephemeralRange: [50000, 60000]'))).to.deep.equal([]);
    expect(findings('ephemeral-range', lab(20_000, 'ephemeralRange: [20001, 30000]'))).to.have.length(1);
  });

  it('goes by the operating system of the command line, which wins over the one of the lab', () => {
    expect(findings('ephemeral-range', lab(40_000), { os: 'windows' })).to.deep.equal([]);
    expect(findings('ephemeral-range', lab(40_000, 'os: windows'), { os: 'linux' })).to.have.length(1);
  });

  it('names the blocks that Windows excludes, their error and where they are listed, on Windows only', () => {
    const message = finding('ephemeral-range', lab(50_000, 'os: windows')).message;
    expect(message).to.match(/10013.*netsh interface ipv4 show excludedportrange protocol=udp/);
    expect(finding('ephemeral-range', lab(50_000)).message).to.not.contain('netsh');
  });

  it('reports the pool of a GNS3 server that its configuration moves there, at the line that does', () => {
    const lab = gns3Lab({ version: '2.2.45', topology: { computes: [], nodes: [], links: [] } });
    const conf = (range: string): Assumptions => {
      const { conf: serverConf } = readServerConf(`[Server]\n${range}\n`, 'gns3_server.conf');
      return serverConf === undefined ? {} : { serverConf };
    };
    const found = finding('ephemeral-range', lab, conf('udp_start_port_range = 40000\nudp_end_port_range = 50000'));
    expect([found.severity, place(found)]).to.deep.equal(['warning', 'gns3_server.conf:2']);
    expect(found.message).to.include('40000–50000').and.to.include('32768–60999');
    expect(findings('ephemeral-range', lab, conf('udp_end_port_range = 32767'))).to.deep.equal([]);
    expect(findings('ephemeral-range', lab, conf('host = x'))).to.deep.equal([]);
  });
});
