import { expect } from 'chai';
import { controlPorts, exposedPorts } from '../../../../src/core/open-project/exposed.ts';
import type { EmulatorProcess } from '../../../../src/core/open-project/host.ts';
import { listener, tableOf } from '../../../support/socket-tables.ts';

const UBRIDGE: EmulatorProcess = { pid: 7, program: 'ubridge', args: ['ubridge', '-H', '0.0.0.0:40531'] };
const VPCS: EmulatorProcess = { pid: 8, program: 'vpcs', args: ['vpcs', '-p', '5005', '-m', '1'] };
const DYNAMIPS: EmulatorProcess = { pid: 9, program: 'dynamips', args: ['dynamips', '-H', '127.0.0.1:50851'] };

describe('exposedPorts', () => {
  it('names what lets everybody in, and leaves out the loopback, the server and other programs', () => {
    const server: EmulatorProcess = { pid: 1, program: 'gns3server', args: [] };
    const rows = [
      listener('0.0.0.0:40531', { pid: 7 }),
      listener('0.0.0.0:5005', { pid: 8 }),
      listener('127.0.0.1:50851', { pid: 9 }),
      listener('0.0.0.0:3080', { pid: 1 }),
      listener('0.0.0.0:22', { pid: 2 }),
    ];
    const found = exposedPorts({ processes: [UBRIDGE, VPCS, DYNAMIPS, server], sockets: tableOf(rows, {}) });
    expect(found).to.deep.equal([
      { program: 'vpcs', pid: 8, address: '0.0.0.0', port: 5005 },
      { program: 'ubridge', pid: 7, address: '0.0.0.0', port: 40_531 },
    ]);
  });

  it('knows by its command line a uBridge whose descriptors are hidden', () => {
    const rows = [listener('192.0.2.5:40531', {}), listener('0.0.0.0:40532', {})];
    const found = exposedPorts({ processes: [UBRIDGE], sockets: tableOf(rows, {}) });
    expect(found).to.deep.equal([{ program: 'ubridge', pid: 7, address: '192.0.2.5', port: 40_531 }]);
  });

  it('reads ports of command lines, and no other numbers', () => {
    expect(controlPorts({ program: 'ubridge', args: ['ubridge', '-H', '4242'] })).to.deep.equal([4242]);
    expect(controlPorts({ program: 'dynamips', args: ['dynamips', '-H', '[::1]:7200'] })).to.deep.equal([7200]);
    for (const value of ['70000', '0', 'x', '1.5', '']) {
      expect(controlPorts({ program: 'vpcs', args: ['vpcs', '-p', value] }), value).to.deep.equal([]);
    }
    expect(controlPorts({ program: 'vpcs', args: ['vpcs'] })).to.deep.equal([]);
  });
});
