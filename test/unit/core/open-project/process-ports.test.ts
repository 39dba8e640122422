import { expect } from 'chai';
import { portsOfProcess } from '../../../../src/core/open-project/process-ports.ts';

describe('portsOfProcess', () => {
  it('reads what GNS3 tells a VPCS', () => {
    const args = '/usr/bin/vpcs -p 5003 -m 0 -i 1 -F -R -s 20016 -c 20017 -t 127.0.0.1'.split(' ');
    expect(portsOfProcess({ program: 'vpcs', args })).to.deep.equal([
      { adapter: 0, ports: { localPort: 20016, remoteHost: '127.0.0.1', remotePort: 20017 } },
    ]);
    expect(portsOfProcess({ program: 'vpcs', args: args.slice(0, -4) })).to.deep.equal([]);
  });

  it('reads the sockets of QEMU by the numbers of its adapters, in both spellings', () => {
    const args = [
      ...['qemu-system-x86_64', '-nodefaults', '-device', 'e1000,mac=0c:00:00:00:00:01,netdev=gns3-1'],
      ...['-netdev', 'socket,id=gns3-1,udp=127.0.0.1:20011,localaddr=127.0.0.1:20010'],
      ...[
        '-netdev',
        'dgram,id=gns3-0,local.type=inet,local.host=127.0.0.1,local.port=20020,remote.type=inet,remote.host=127.0.0.1,remote.port=20021',
      ],
      ...['-netdev', 'user,id=gns3-2', '-netdev', 'socket,id=gns3-3,listen=:1234'],
    ];
    expect(portsOfProcess({ program: 'qemu', args })).to.deep.equal([
      { adapter: 1, ports: { localPort: 20010, remoteHost: '127.0.0.1', remotePort: 20011 } },
      { adapter: 0, ports: { localPort: 20020, remoteHost: '127.0.0.1', remotePort: 20021 } },
    ]);
  });

  it('takes no port that is none', () => {
    for (const port of ['0', '65536', '-1', '1e4', '']) {
      expect(portsOfProcess({ program: 'vpcs', args: ['vpcs', '-s', port, '-c', '20017'] })).to.deep.equal([]);
    }
  });
});
