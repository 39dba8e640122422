import { expect } from 'chai';
import { readServerConf } from '../../../../src/core/lab/gns3/server-conf.ts';
import type { Assumptions } from '../../../../src/core/model/assumptions.ts';
import {
  type PackedAssumptions,
  packAssumptions,
  unpackAssumptions,
} from '../../../../src/core/model/pack-assumptions.ts';

function throughJson(assumptions: Assumptions): Assumptions {
  return unpackAssumptions(JSON.parse(JSON.stringify(packAssumptions(assumptions))) as PackedAssumptions);
}

describe('packed assumptions', () => {
  it('are the same when they are unpacked', () => {
    const assumptions: Assumptions = {
      allocator: 'gns3-server-3.0',
      dynamips: '0.2.14',
      os: 'darwin',
      addresses: new Map([
        ['alpha', ['10.0.0.7', '::1']],
        ['beta', []],
      ]),
      unanswered: new Map([['gamma', { afterMs: 2000, reason: 'EAI_AGAIN' }]]),
      sources: new Map([
        ['10.0.0.7', '10.0.0.1'],
        ['10.0.0.8', null],
      ]),
    };
    expect(throughJson(assumptions)).to.deep.equal(assumptions);
  });

  it('are empty where nothing is assumed', () => {
    expect(throughJson({ allocator: undefined, addresses: undefined })).to.deep.equal({});
  });

  it('have the ports of a server, and no password of it', () => {
    const text =
      '[Server]\nport = 3080\nudp_start_port_range = 20000\npassword = hunter2\nuser = admin\npasswrd = x9\n';
    const { conf } = readServerConf(text, 'gns3_server.conf');
    const packed = JSON.stringify(packAssumptions({ serverConf: conf }));
    expect(packed).to.contain('"udp_start_port_range","value":"20000"').and.contain('"password","value":"…"');
    expect(packed).not.to.match(/hunter2|admin|x9/);
    expect(throughJson({ serverConf: conf }).serverConf?.ranges).to.deep.equal(conf?.ranges);
  });
});
