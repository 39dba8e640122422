import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseSavedConfiguration, type SavedUdpNio } from '../../../../src/world/hypervisor/saved-configuration.ts';
import { LineClient } from '../../../support/line-client.ts';
import { HAS_DYNAMIPS, startDynamips, withHypervisor } from '../../../support/subjects.ts';

/**
 * Written by Dynamips 0.2.14, word for word. It was told `create_udp zero 0`, `create_udp abc abc`, ports
 * 70000 and −24435, to connect `lost` to a host that does not exist, and never to connect `auto`; `any` was
 * given a range of port 0.
 */
const FILE = `nio create_null null0
nio create_udp any 45635 (null) -1
nio create_udp lost 41012 (null) 41031
nio create_udp connected 41011 127.0.0.1 41030
nio create_udp auto 41010 (null) -1
nio create_udp tail 7 10.0.0.1 8 41004 127.0.0.1 41005
nio create_udp abc 0 127.0.0.1 0
nio create_udp big 70000 127.0.0.1 70001
nio create_udp negative -24435 127.0.0.1 41001
nio create_udp zero 0 127.0.0.1 41001
nio create_udp my nio 41002 localhost 41003
nio create_udp n1 41000 127.0.0.1 41001

vm create R3 3 c7200
vm set_ram R3 256
vm set_nvram R3 128
vm set_ram_mmap R3 1
vm set_clock_divisor R3 4
vm set_conf_reg R3 0x2102
vm set_con_tcp_port R3 2003
c7200 set_npe R3 npe-400
c7200 set_midplane R3 vxr

vm create R 2 2 c3745
vm set_ram R 2 128
vm set_nvram R 2 304
vm set_ram_mmap R 2 1
vm set_clock_divisor R 2 8
vm set_conf_reg R 2 0x2102
vm set_aux_tcp_port R 2 70000
vm add_slot_binding R 2 0 0 GT96100-FE
vm create R1 1 c7200
vm set_ram R1 256
vm set_nvram R1 128
vm set_ram_mmap R1 1
vm set_clock_divisor R1 4
vm set_conf_reg R1 0x2102
vm set_con_tcp_port R1 42001
vm set_aux_tcp_port R1 42101
vm add_slot_binding R1 1 0 PA-4T+
vm add_nio_binding R1 1 3 my nio
vm add_nio_binding R1 1 0 n1
c7200 set_npe R1 npe-400
c7200 set_midplane R1 vxr

`;

/**
 * The NIOs of that file. 70000 − 65536 = 4464, 65536 − 24435 = 41101; of port 0 nobody knows what the system
 * made.
 */
const NIOS: readonly SavedUdpNio[] = [
  { name: 'any', localPort: 45635, remoteHost: undefined, remotePort: undefined },
  { name: 'lost', localPort: 41012, remoteHost: undefined, remotePort: undefined },
  { name: 'connected', localPort: 41011, remoteHost: '127.0.0.1', remotePort: 41030 },
  { name: 'auto', localPort: 41010, remoteHost: undefined, remotePort: undefined },
  { name: 'tail 7 10.0.0.1 8', localPort: 41004, remoteHost: '127.0.0.1', remotePort: 41005 },
  { name: 'abc', localPort: undefined, remoteHost: '127.0.0.1', remotePort: 0 },
  { name: 'big', localPort: 4464, remoteHost: '127.0.0.1', remotePort: 4465 },
  { name: 'negative', localPort: 41101, remoteHost: '127.0.0.1', remotePort: 41001 },
  { name: 'zero', localPort: undefined, remoteHost: '127.0.0.1', remotePort: 41001 },
  { name: 'my nio', localPort: 41002, remoteHost: 'localhost', remotePort: 41003, boundTo: 'R1 1/3' },
  { name: 'n1', localPort: 41000, remoteHost: '127.0.0.1', remotePort: 41001, boundTo: 'R1 1/0' },
];

function nio(line: string): SavedUdpNio | undefined {
  return parseSavedConfiguration(`${line}\n`).udpNios[0];
}

describe('parseSavedConfiguration', () => {
  it('reads the NIOs that Dynamips has written, in their order', () => {
    expect(parseSavedConfiguration(FILE).udpNios).to.deep.equal(NIOS);
  });

  it('reads the AUX ports', () => {
    // 70000 wraps here too.
    expect([...parseSavedConfiguration(FILE).auxPorts]).to.deep.equal([
      ['R 2', 4464],
      ['R1', 42101],
    ]);
  });

  it('reads the same with CR LF', () => {
    expect(parseSavedConfiguration(FILE.replaceAll('\n', '\r\n'))).to.deep.equal(parseSavedConfiguration(FILE));
  });

  for (const [port, bound] of [
    ['1', 1],
    ['65535', 65_535],
    ['65536', undefined],
    ['65537', 1],
    ['70000', 4464],
    ['131072', undefined],
    ['0', undefined],
    ['-1', 65_535],
    ['-65536', undefined],
    ['2147483647', 65_535],
    ['-2147483648', undefined],
  ] as const) {
    it(`takes local port ${port} for ${bound ?? 'one that the system chose'}`, () => {
      expect(nio(`nio create_udp n ${port} 127.0.0.1 10001`)?.localPort).to.equal(bound);
    });
  }

  it('keeps names as they are', () => {
    expect(nio('nio create_udp  two  spaces  10000 127.0.0.1 10001')?.name).to.equal(' two  spaces ');
    expect(nio('nio create_udp Zürich 10000 127.0.0.1 10001')?.name).to.equal('Zürich');
    expect(nio('nio create_udp (null) 10000 127.0.0.1 10001')?.name).to.equal('(null)');
    expect(nio('nio create_udp 10000 10002 127.0.0.1 10003')).to.deep.equal({
      name: '10000',
      localPort: 10002,
      remoteHost: '127.0.0.1',
      remotePort: 10003,
    });
  });

  it('passes over what says nothing about UDP ports', () => {
    const text = `
nio create_null a
nio create_gen_eth b eth0
nio create_udp c
nio create_udp d 1
nio create_udp e 1 host
nio create_udp f one host 2
 nio create_udp g 1 host 2
nio_bridge create br
nio_bridge add_nio br a
frsw create fr
vm set_aux_tcp_port R1
`;
    expect(parseSavedConfiguration(text)).to.deep.equal({ udpNios: [], auxPorts: new Map() });
    expect(parseSavedConfiguration('')).to.deep.equal({ udpNios: [], auxPorts: new Map() });
  });

  it('says where a NIO is plugged in when the name of the VM has spaces', () => {
    // Written by Dynamips 0.2.14 for `vm slot_add_nio_binding "R 2" 0 0 c`.
    const text = 'nio create_udp c 41011 127.0.0.1 41030\n\nvm create R 2 2 c3745\nvm add_nio_binding R 2 0 0 c\n';
    expect(parseSavedConfiguration(text).udpNios.map(({ boundTo }) => boundTo)).to.deep.equal(['R 2 0/0']);
  });

  it('reads a long file in time', () => {
    // A pattern that goes back and forth in a line would take minutes here.
    const line = `nio create_udp ${'1 '.repeat(20_000)}`;
    expect(parseSavedConfiguration(`${line}\n`.repeat(3)).udpNios).to.deep.equal([]);
  });

  if (HAS_DYNAMIPS) {
    it('reads what the real Dynamips writes here and now', () =>
      withHypervisor({ start: startDynamips }, async ({ port, workingDirectory }) => {
        const client = await LineClient.connect(port);
        try {
          const [answer = ''] = await client.ask('nio create_udp_auto auto 127.0.0.1 20000 30000');
          const localPort = Number(answer.replace('100-', ''));
          expect(localPort).to.be.within(20_000, 30_000);
          await client.must(
            'nio create_udp zero 0 127.0.0.1 70000',
            'nio create_udp "my nio" 0 localhost 10001',
            'vm create R1 1 c7200',
            'vm set_aux_tcp_port R1 2101',
            'vm slot_add_binding R1 1 0 PA-4T+',
            'vm slot_add_nio_binding R1 1 2 "my nio"',
            'hypervisor save_config saved.cfg',
          );
          const text = await readFile(join(workingDirectory, 'saved.cfg'), 'utf8');
          expect(parseSavedConfiguration(text)).to.deep.equal({
            udpNios: [
              { name: 'my nio', localPort: undefined, remoteHost: 'localhost', remotePort: 10_001, boundTo: 'R1 1/2' },
              { name: 'zero', localPort: undefined, remoteHost: '127.0.0.1', remotePort: 4464 },
              { name: 'auto', localPort, remoteHost: undefined, remotePort: undefined },
            ],
            auxPorts: new Map([['R1', 2101]]),
          });
        } finally {
          client.close();
        }
      }));
  }
});
