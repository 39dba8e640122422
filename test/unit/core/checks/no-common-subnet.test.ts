import { expect } from 'chai';
import { readServerConf } from '../../../../src/core/lab/gns3/server-conf.ts';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { finding, findings } from '../../../support/findings.ts';
import { gns3Lab } from '../../../support/read.ts';

/** R1 on the server of the project and R2 on another, with a link between them. */
function twoServers(host: string, version = '2.2.54', port = 3080): Lab {
  const node = (name: string, compute: string): unknown => {
    return { name, node_id: name, node_type: 'vpcs', compute_id: compute, properties: {} };
  };
  const end = (name: string): unknown => ({ node_id: name, adapter_number: 0, port_number: 0 });
  const topology = {
    computes: [{ compute_id: 'far', host, port, name: 'far', protocol: 'http' }],
    nodes: [node('R1', 'local'), node('R2', 'far')],
    links: [{ link_id: 'a', nodes: [end('R1'), end('R2')] }],
  };
  return gns3Lab({ version, revision: 9, topology });
}

/** Who refuses: gns3-server 2.2 `get_ip_on_same_subnet`, with the interfaces of one machine and of two. */
describe('no-common-subnet', () => {
  it('is a note where the server of the project needs an address on the subnet of another', () => {
    const found = finding('no-common-subnet', twoServers('10.66.0.2'));
    expect([found.id, found.severity]).to.deep.equal(['NIO025', 'note']);
    expect(found.message).to.include('needs an address of gns3 127.0.0.1:3080 on a subnet of gns3 10.66.0.2:3080');
    expect(found.evidence.links).to.deep.equal(['R1 0 -- R2 0']);
  });

  it('is a warning where both are known by loopback addresses', () => {
    const found = finding('no-common-subnet', twoServers('127.0.0.1', '2.2.54', 3081));
    expect(found.severity).to.equal('warning');
    expect(found.message).to.include('it refuses R1 0 -- R2 0');
  });

  it('is silent where the configuration of the server gives it an address, which GNS3 trusts', () => {
    const serverConf = readServerConf('[Server]\nhost = 10.9.0.5\n', 'x').conf;
    expect(findings('no-common-subnet', twoServers('10.66.0.2'), { serverConf })).to.deep.equal([]);
  });
});
