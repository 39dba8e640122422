import { expect } from 'chai';
import { closestWord } from '../../../../src/core/checks/similar-words.ts';
import { readServerConf, type ServerConf } from '../../../../src/core/lab/gns3/server-conf.ts';
import { finding, findings, place } from '../../../support/findings.ts';
import { gns3Lab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

const LAB = gns3Lab({ version: '2.2.45', revision: 9, topology: { computes: [], nodes: [], links: [] } });

function conf(text: string): { serverConf: ServerConf } {
  const { conf: serverConf } = readServerConf(text, 'gns3_server.conf');
  if (serverConf === undefined) throw new Error('no configuration');
  return { serverConf };
}

describe('misspelt-server-key', () => {
  it('says which key was meant, and that its default stays', () => {
    // As it stands in a public installation script.
    const text = file`
      [Server]
      udp_start_port_range = 10000
      udp_start_end_range = 20000
    `;
    const found = finding('misspelt-server-key', LAB, conf(text));
    expect(place(found)).to.equal('gns3_server.conf:3');
    expect(found.severity).to.equal('warning');
    expect(found.message).to.include('"udp_start_end_range"').and.to.include('udp_end_port_range keeps its default');
    expect(found.remedy.paste).to.equal('udp_end_port_range = 20000');
  });

  it('finds a wrong letter, and a key or section in the wrong place', () => {
    const text = file`
      [Server]
      console_start_port_rang = 6000
      ghost_ios_support = True
      [server]
      udp_end_port_range = 1
      [Dynamips]
      udp_start_port_range = 30000
    `;
    expect(findings('misspelt-server-key', LAB, conf(text)).map(({ remedy }) => remedy.text)).to.deep.equal([
      'write console_start_port_range, and start the server again',
      'move it to [Dynamips]',
      'write [Server]',
      'move it to [Server]',
    ]);
  });

  it('makes a note of a key that is like no other, and says nothing of foreign sections', () => {
    const text = file`
      [Server]
      favourite_colour = blue
      [MyPlugin]
      udp_start_port = 1
    `;
    const found = finding('misspelt-server-key', LAB, conf(text));
    expect(found.severity).to.equal('note');
    expect(found.message).to.include('favourite_colour');
  });

  it('has nothing to say about the file that GNS3 comes with, nor without a file', () => {
    const text = file`
      [Server]
      host = 0.0.0.0
      port = 3080
      ssl = False
      images_path = /a
      report_errors = True
      console_start_port_range = 5000
      console_end_port_range = 10000
      udp_start_port_range = 10000
      udp_end_port_range = 20000
      auth = False
      allowed_interfaces = eth0,eth1
      [VPCS]
      vpcs_path = vpcs
      [Dynamips]
      allocate_aux_console_ports = False
      [IOU]
      iourc_path = /x
      [Qemu]
      enable_kvm = True
      require_kvm = True
    `;
    expect(findings('misspelt-server-key', LAB, conf(text))).to.deep.equal([]);
    expect(findings('misspelt-server-key', LAB)).to.deep.equal([]);
  });

  it('knows how far words are apart', () => {
    expect(closestWord('Sever', ['Server', 'VPCS'])).to.equal('Server');
    expect(closestWord('hots', ['host', 'port'])).to.equal('host');
    expect(closestWord('abc', ['xyz'])).to.equal(undefined);
    expect(closestWord('x'.repeat(1000), ['x'.repeat(999)])).to.equal(undefined);
  });
});
