import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseUBridgeLog } from '../../../../src/world/gns3-host/ubridge-log.ts';

const DIED = readFileSync(
  new URL('../../../fixtures/gns3-live/ubridge/logs/died-network-unreachable.log', import.meta.url),
  'utf8',
);

describe('parseUBridgeLog', () => {
  it('tells why a uBridge ended, what it complained about, and which ports it had', () => {
    const log = parseUBridgeLog(DIED);
    expect(log).to.include({ port: 34431, lastWords: 'send: Network is unreachable' });
    expect(log.ports).to.deep.equal([
      { localPort: 20013, remoteHost: '127.0.0.1', remotePort: 20012 },
      { localPort: 20011, remoteHost: '10.66.0.2', remotePort: 20009 },
    ]);
    expect(log.complaints.slice(0, 2)).to.deep.equal(['recv: Connection refused', 'send: Network is unreachable']);
  });

  it('says the last of each kind once, and the last word on each port', () => {
    const tunnel = (local: number, remote: number): string =>
      `UDP tunnel connecting from local port ${local} to IPv4 address 127.0.0.1 on port ${remote}`;
    const log = parseUBridgeLog(
      ['recv: Connection refused', tunnel(20003, 20002), 'recv: Connection refused', tunnel(20003, 20008)].join('\n'),
    );
    expect(log).to.deep.equal({
      ports: [{ localPort: 20003, remoteHost: '127.0.0.1', remotePort: 20008 }],
      complaints: ['recv: Connection refused'],
    });
  });

  it('takes nothing from what uBridge has not written', () => {
    const log = parseUBridgeLog('Hypervisor TCP control server started\n\u001b[31mrecv: x\nsend\n'.repeat(1000));
    expect(log).to.deep.equal({ ports: [], complaints: [] });
  });
});
