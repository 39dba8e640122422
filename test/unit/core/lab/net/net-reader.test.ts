import { expect } from 'chai';
import { readNet } from '../../../../../src/core/lab/net/net-reader.ts';
import { consoleLines, netLab, nioLines, problemLines, problemPlaces } from '../../../../support/read.ts';
import { file } from '../../../../support/text.ts';

/** A lab on `localhost:7200` with base UDP 10000; what is given is the text of its devices. */
function nios(devices: string): string[] {
  return nioLines(netLab(`[localhost]\n${devices}`)).map((line) => line.replace('localhost:7200 ', ''));
}

function problems(text: string): string[] {
  const result = readNet(text, 'lab.net');
  if (result.problems.some(({ severity }) => severity === 'error')) expect(result.labs).to.deep.equal([]);
  return problemLines(result.problems);
}

describe('net reader', () => {
  describe('hypervisors', () => {
    it('takes [host:port], [host] with port 7200, and a port key', () => {
      const lab = netLab('[localhost:7201]\n[bender]\n[xplt]\nport = 7300\n');
      expect(lab.hypervisors.map(({ name, host, port, kind }) => [name, host, port, kind])).to.deep.equal([
        ['localhost:7201', 'localhost', 7201, 'dynamips'],
        ['bender:7200', 'bender', 7200, 'dynamips'],
        ['xplt:7300', 'xplt', 7300, 'dynamips'],
      ]);
    });

    it('takes the wrappers, on 10525 and 11525 when no port is written', () => {
      const lab = netLab('[qemu localhost:10526]\n[qemu bender]\n[vbox 127.0.0.1]\n');
      expect(lab.hypervisors.map(({ kind, name }) => [kind, name])).to.deep.equal([
        ['qemu', 'qemu localhost:10526'],
        ['qemu', 'qemu bender:10525'],
        ['vbox', 'vbox 127.0.0.1:11525'],
      ]);
    });

    it('counts UDP from 10000, consoles from 2000 and AUX from 2100 unless keys say otherwise', () => {
      const lab = netLab('[a]\n[b]\nudp = 10101\nconsole = 2200\naux = 2300\nworkingdir = /tmp/b\n');
      expect(lab.hypervisors.map((h) => [h.baseUdp, h.baseConsole, h.baseAux, h.workingDirectory])).to.deep.equal([
        [10000, 2000, 2100, undefined],
        [10101, 2200, 2300, '/tmp/b'],
      ]);
    });

    it('counts UDP of VBoxwrapper from 20900', () => {
      expect(netLab('[vbox localhost]\n').hypervisors[0]?.baseUdp).to.equal(20900);
    });

    it('takes an empty value for one that is not written', () => {
      const lab = netLab('[a]\nudp =\nconsole = ""\nworkingdir =\n');
      const [hypervisor] = lab.hypervisors;
      expect([hypervisor?.baseUdp, hypervisor?.baseConsole]).to.deep.equal([10000, 2000]);
      expect(hypervisor).to.not.have.property('workingDirectory');
    });

    it('takes a working directory as written, backslashes and spaces included', () => {
      const lab = netLab(file`
        [127.0.0.1:7200]
            workingdir = C:\Users\nano\new folder\temp
      `);
      expect(lab.hypervisors[0]?.workingDirectory).to.equal(String.raw`C:\Users\nano\new folder\temp`);
    });

    it('reads keys in any case', () => {
      const lab = netLab('[localhost]\nUDP = 10500\nWorkingDir = /x\nConsole = 2500\n');
      const [hypervisor] = lab.hypervisors;
      expect([hypervisor?.baseUdp, hypervisor?.workingDirectory, hypervisor?.baseConsole]).to.deep.equal([
        10500,
        '/x',
        2500,
      ]);
    });

    it('tells where each one stands', () => {
      const lab = netLab('# lab\n[a]\n\n  [b]\n');
      expect(lab.hypervisors.map(({ location }) => location)).to.deep.equal([
        { file: 'lab.net', line: 2, column: 1 },
        { file: 'lab.net', line: 4, column: 3 },
      ]);
    });

    it('ignores GNS3-DATA in any case', () => {
      const lab = netLab(file`
        [localhost]
            [[ROUTER R1]]
        [GNS3-DATA]
            configs = configs
            [[NOTE 1]]
                text = "R1"
            [[SHAPE 1]]
                type = rectangle
        [gns3-data]
            workdir = working
      `);
      expect(lab.hypervisors.map(({ name }) => name)).to.deep.equal(['localhost:7200']);
      expect(lab.devices.map(({ name }) => name)).to.deep.equal(['R1']);
    });
  });

  describe('devices', () => {
    it('reads every type, in any case', () => {
      const lab = netLab(file`
        [localhost]
            [[ROUTER R1]]
            [[router R2]]
            [[Router R3]]
            [[ETHSW S1]]
            [[ethsw S2]]
            [[Hub H1]]
            [[HUB H2]]
            [[FRSW F1]]
            [[frsw F2]]
            [[ATMSW A1]]
            [[atmsw A2]]
      `);
      expect(lab.devices.map(({ name, kind }) => `${name} ${kind}`)).to.deep.equal([
        'R1 router',
        'R2 router',
        'R3 router',
        'S1 ethernet-switch',
        'S2 ethernet-switch',
        'H1 hub',
        'H2 hub',
        'F1 frame-relay-switch',
        'F2 frame-relay-switch',
        'A1 atm-switch',
        'A2 atm-switch',
      ]);
    });

    it('reads the machines of the wrappers', () => {
      const lab = netLab(file`
        [qemu localhost:10525]
            [[QEMU Q1]]
        [vbox localhost:11525]
            [[VBoxDevice]]
                image = ubuntu
            [[VBOX V1]]
      `);
      expect(lab.devices.map(({ name, kind, hypervisor }) => [name, kind, hypervisor?.name])).to.deep.equal([
        ['Q1', 'qemu', 'qemu localhost:10525'],
        ['V1', 'vbox', 'vbox localhost:11525'],
      ]);
    });

    it('takes any name without a space, a router called SW1 included', () => {
      const text =
        '[localhost]\n[[ROUTER 1a.AS1]]\nf0/0 = SW1 f0/0\n[[ROUTER SW1]]\n[[ROUTER TEST-PC2-]]\nf0/0 = 1a.AS1 f0/1\n';
      const lab = netLab(text);
      expect(lab.devices.map(({ name, kind }) => `${name} ${kind}`)).to.deep.equal([
        '1a.AS1 router',
        'SW1 router',
        'TEST-PC2- router',
      ]);
      expect(lab.links.map(({ name, fault }) => [name, fault])).to.deep.equal([
        ['1a.AS1 f0/0 -- SW1 f0/0', undefined],
        ['TEST-PC2- f0/0 -- 1a.AS1 f0/1', undefined],
      ]);
    });

    it('takes RAM and image from the section of the model, and its own before that', () => {
      const lab = netLab(file`
        [localhost]
            [[3640]]
                image = C:\images\c3640.image
                ram = 96
            [[ROUTER R1]]
                model = 3640
            [[ROUTER R2]]
                model = 3640
                ram = 160
            [[ROUTER R3]]
                model = 2691
      `);
      expect(lab.devices.map(({ name, ramMb, image }) => [name, ramMb, image])).to.deep.equal([
        ['R1', 96, String.raw`C:\images\c3640.image`],
        ['R2', 160, String.raw`C:\images\c3640.image`],
        ['R3', undefined, undefined],
      ]);
    });

    it('reads console and aux, and takes an empty one for none', () => {
      const lab = netLab(
        '[localhost]\n[[ROUTER R1]]\nconsole = 2105\naux = 2505\n[[ROUTER R2]]\nconsole =\naux = ""\n',
      );
      expect(lab.devices.map((device) => [device.console, device.aux])).to.deep.equal([
        [2105, 2505],
        [undefined, undefined],
      ]);
      expect(consoleLines(lab)).to.deep.equal(['R1 console 2105*', 'R1 aux 2505*', 'R2 console 2001', 'R2 aux 2101']);
    });

    it('passes over hardware, settings and unknown types without making a link of them', () => {
      const result = readNet(
        file`
          [localhost]
              [[ROUTER R1]]
                  model = 2691
                  slot0 = C7200-IO-FE
                  slot1 = NM-4T
                  wic0/0 = WIC-2T
                  idlepc = 0x641a83e4
                  x = -32.0
              [[TOASTER T1]]
                  f0/0 = R1 f0/0
        `,
        'lab.net',
      );
      expect(result.labs[0]?.links).to.deep.equal([]);
      expect(problemPlaces(result.problems)).to.deep.equal(['9:5']);
      expect(result.problems[0]?.severity).to.equal('warning');
      expect(result.problems[0]?.message).to.include('TOASTER');
    });

    it('remarks on a key that is neither a setting nor an interface', () => {
      const text = '[localhost]\n[[ROUTER R1]]\n  consol = 2001\n[[ETHSW S1]]\nf0/0 = R1 f0/0\n';
      expect(problems(text).map((line) => line.split(' ').slice(0, 2).join(' '))).to.deep.equal([
        '3:3 warning:',
        '5:1 warning:',
      ]);
    });
  });

  describe('links, on localhost with base UDP 10000', () => {
    it('gives the six ports of the manual to a full mesh of three routers', () => {
      const text = file`
        [[ROUTER R1]]
            f0/0 = R2 f0/0
            f1/0 = R3 f0/0
        [[ROUTER R2]]
            f1/0 = R3 f1/0
        [[ROUTER R3]]
      `;
      expect(nios(text)).to.deep.equal([
        'R1 f0/0 10000 -> 127.0.0.1:10001',
        'R2 f0/0 10001 -> 127.0.0.1:10000',
        'R1 f1/0 10002 -> 127.0.0.1:10003',
        'R3 f0/0 10003 -> 127.0.0.1:10002',
        'R2 f1/0 10004 -> 127.0.0.1:10005',
        'R3 f1/0 10005 -> 127.0.0.1:10004',
      ]);
    });

    it('makes a link that is written at both ends once, where it is written first', () => {
      const text = file`
        [[ROUTER R1]]
            f0/0 = R2 f0/1
        [[ROUTER R2]]
            f0/0 = R3 f0/0
            f0/1 = R1 f0/0
        [[ROUTER R3]]
            f0/0 = R2 f0/0
      `;
      expect(nios(text)).to.deep.equal([
        'R1 f0/0 10000 -> 127.0.0.1:10001',
        'R2 f0/1 10001 -> 127.0.0.1:10000',
        'R2 f0/0 10002 -> 127.0.0.1:10003',
        'R3 f0/0 10003 -> 127.0.0.1:10002',
      ]);
    });

    it('knows the other end again under another spelling', () => {
      const text = '[[ROUTER R1]]\nF0/0 = R2 FastEthernet1/0\n[[ROUTER R2]]\nfa1/0 = R1 f0/0\n';
      expect(nios(text)).to.have.length(2);
    });

    it('makes links of interfaces without a slot', () => {
      const text =
        '[[ROUTER R1]]\nmodel = 1720\nf0 = R2 e1\ns0 = R2 s0\n[[ROUTER R2]]\nmodel = 2610\ne1 = R1 f0\ns0 = R1 s0\n';
      expect(nios(text)).to.deep.equal([
        'R1 f0 10000 -> 127.0.0.1:10001',
        'R2 e1 10001 -> 127.0.0.1:10000',
        'R1 s0 10002 -> 127.0.0.1:10003',
        'R2 s0 10003 -> 127.0.0.1:10002',
      ]);
    });

    it('connects to switch ports from either side', () => {
      const text = file`
        [[ETHSW SW1]]
            1 = access 1 R1 f0/0
            2 = dot1q 1 SW2 3
            3 = access 1
        [[ETHSW SW2]]
            3 = dot1q 1 SW1 2
        [[ROUTER R1]]
            f0/0 = SW1 1
        [[ROUTER R2]]
            f0/0 = SW1 3
      `;
      expect(nios(text)).to.deep.equal([
        'SW1 1 10000 -> 127.0.0.1:10001',
        'R1 f0/0 10001 -> 127.0.0.1:10000',
        'SW1 2 10002 -> 127.0.0.1:10003',
        'SW2 3 10003 -> 127.0.0.1:10002',
        'R2 f0/0 10004 -> 127.0.0.1:10005',
        'SW1 3 10005 -> 127.0.0.1:10004',
      ]);
    });

    it('reads keywords of switch ports and LANs in any case', () => {
      const text = '[[ethsw SW1]]\n1 = ACCESS 1 R1 f0/0\n[[ROUTER R1]]\nf0/1 = lan 1\n[[ROUTER R2]]\nf0/1 = Lan 1\n';
      expect(nios(text)).to.deep.equal([
        'SW1 1 10000 -> 127.0.0.1:10001',
        'R1 f0/0 10001 -> 127.0.0.1:10000',
        'R1 f0/1 10002 -> 127.0.0.1:10003',
        'LAN 1 10003 -> 127.0.0.1:10002',
        'R2 f0/1 10004 -> 127.0.0.1:10005',
        'LAN 1 10005 -> 127.0.0.1:10004',
      ]);
    });

    it('makes no link of "access 1" alone', () => {
      expect(nios('[[ETHSW SW1]]\n1 = access 1\n2 = dot1q 1\n[[ROUTER R1]]\n')).to.deep.equal([]);
    });

    it('makes no link of the maps of Frame Relay and ATM switches', () => {
      const text = file`
        [[ROUTER R1]]
            s1/0 = F1 1
        [[ROUTER R2]]
            s1/0 = F1 2
        [[FRSW F1]]
            1:102 = 2:201
            1:103 = 3:301
        [[ATMSW A1]]
            1:10 = 2:20
            1:10:200 = 2:20:100
      `;
      expect(nios(text)).to.deep.equal([
        'R1 s1/0 10000 -> 127.0.0.1:10001',
        'F1 1 10001 -> 127.0.0.1:10000',
        'R2 s1/0 10002 -> 127.0.0.1:10003',
        'F1 2 10003 -> 127.0.0.1:10002',
      ]);
    });

    it('makes links of the ports of Frame Relay switches that name a device', () => {
      const text = '[[FRSW F1]]\n1 = R5 s1/0\n1:101 = 2:202\n2 = F2 1\n[[FRSW F2]]\n[[ROUTER R5]]\ns1/0 = F1 1\n';
      expect(nios(text)).to.deep.equal([
        'F1 1 10000 -> 127.0.0.1:10001',
        'R5 s1/0 10001 -> 127.0.0.1:10000',
        'F1 2 10002 -> 127.0.0.1:10003',
        'F2 1 10003 -> 127.0.0.1:10002',
      ]);
    });

    it('uses the ports of an explicit NIO_udp and does not touch the counter', () => {
      const text = file`
        [[ROUTER R1]]
            f0/0 = NIO_udp:30000:127.0.0.1:20000
            f0/1 = R2 f0/1
        [[ROUTER R2]]
            f0/0 = nio_udp:20000:10.0.0.7:30000
      `;
      expect(nios(text)).to.deep.equal([
        'R1 f0/0 30000 -> 127.0.0.1:20000',
        'R1 f0/1 10000 -> 127.0.0.1:10001',
        'R2 f0/1 10001 -> 127.0.0.1:10000',
        'R2 f0/0 20000 -> 10.0.0.7:30000',
      ]);
    });

    it('opens no UDP port for the other NIOs', () => {
      const text = file`
        [[ROUTER R1]]
            f0/0 = NIO_gen_eth:\Device\NPF_{B00A38DD-F10B-43B4-99F4-B4A078484487}
            f0/1 = nio_linux_eth:eth0
            f1/0 = NIO_tap:tap0
            f1/1 = NIO_unix:/tmp/local:/tmp/remote
            f2/0 = NIO_vde:/tmp/control:/tmp/local
            f2/1 = NIO_null
            f3/0 = R2 f3/0
        [[ETHSW SW1]]
            1 = access 20 NIO_gen_eth:eth0
        [[ROUTER R2]]
      `;
      expect(nios(text)).to.deep.equal(['R1 f3/0 10000 -> 127.0.0.1:10001', 'R2 f3/0 10001 -> 127.0.0.1:10000']);
    });

    it('takes a quoted right-hand side and a comment behind one', () => {
      const text = '[[ROUTER R1]]\nf0/0 = "R2 f0/0" # core\nf0/1 = R2 f0/1# edge\nf1/0 =\n[[ROUTER R2]]\n';
      expect(nios(text).map((line) => line.split(' -> ')[0])).to.deep.equal([
        'R1 f0/0 10000',
        'R2 f0/0 10001',
        'R1 f0/1 10002',
        'R2 f0/1 10003',
      ]);
    });

    it('takes CRLF, tabs and a byte order mark', () => {
      const text =
        '\uFEFF[localhost]\r\n\tudp = 11000\r\n\t[[ROUTER R1]]\r\n\t\tf0/0\t=\tR2\tf0/0\r\n[[ROUTER R2]]\r\n';
      expect(nioLines(netLab(text))).to.deep.equal([
        'localhost:7200 R1 f0/0 11000 -> 127.0.0.1:11001',
        'localhost:7200 R2 f0/0 11001 -> 127.0.0.1:11000',
      ]);
    });

    it('does not repeat a NIO that a Cloud of GNS3-DATA repeats', () => {
      const text = file`
        [127.0.0.1:7200]
            udp = 10001
            [[ROUTER R2]]
                f0/0 = NIO_udp:30000:127.0.0.1:20000
            [[ETHSW SW2]]
                2 = access 1 NIO_udp:30001:127.0.0.1:20001
        [GNS3-DATA]
            [[Cloud C1]]
                connections = R2:f0/0:nio_udp:30000:127.0.0.1:20000 SW2:2:NIO_udp:30001:127.0.0.1:20001
      `;
      expect(nioLines(netLab(text))).to.deep.equal([
        '127.0.0.1:7200 SW2 2 30001 -> 127.0.0.1:20001',
        '127.0.0.1:7200 R2 f0/0 30000 -> 127.0.0.1:20000',
      ]);
    });

    it('takes a port of each LAN end on the hypervisor of the device that asks first', () => {
      const text = file`
        [alpha]
            udp = 10000
            [[ROUTER R1]]
                f0/0 = LAN 1
        [beta]
            udp = 10500
            [[ROUTER R2]]
                f0/0 = LAN 1
                f0/1 = LAN 2
      `;
      expect(nioLines(netLab(text))).to.deep.equal([
        'alpha:7200 R1 f0/0 10000 -> 127.0.0.1:10001',
        'alpha:7200 LAN 1 10001 -> 127.0.0.1:10000',
        'beta:7200 R2 f0/0 10500 -> alpha:10002',
        'alpha:7200 LAN 1 10002 -> beta:10500',
        'beta:7200 R2 f0/1 10501 -> 127.0.0.1:10502',
        'beta:7200 LAN 2 10502 -> 127.0.0.1:10501',
      ]);
    });
  });

  describe('order', () => {
    it('makes ETHSW lines first, then the NIOs of hubs, then interface lines, then the lines of hubs', () => {
      const text = file`
        [[Hub H1]]
            1 = R1 f0/1
            2 = NIO_udp:30000:127.0.0.1:20000
        [[ROUTER R1]]
            f1/0 = F1 1
            f0/0 = R2 f0/0
        [[FRSW F1]]
            2 = R2 s1/0
        [[ETHSW SW1]]
            1 = access 1 R2 f0/1
        [[ROUTER R2]]
            f2/0 = R1 f2/0
      `;
      expect(nios(text)).to.deep.equal([
        'SW1 1 10000 -> 127.0.0.1:10001',
        'R2 f0/1 10001 -> 127.0.0.1:10000',
        'H1 2 30000 -> 127.0.0.1:20000',
        'R1 f1/0 10002 -> 127.0.0.1:10003',
        'F1 1 10003 -> 127.0.0.1:10002',
        'R1 f0/0 10004 -> 127.0.0.1:10005',
        'R2 f0/0 10005 -> 127.0.0.1:10004',
        'F1 2 10006 -> 127.0.0.1:10007',
        'R2 s1/0 10007 -> 127.0.0.1:10006',
        'R2 f2/0 10008 -> 127.0.0.1:10009',
        'R1 f2/0 10009 -> 127.0.0.1:10008',
        'H1 1 10010 -> 127.0.0.1:10011',
        'R1 f0/1 10011 -> 127.0.0.1:10010',
      ]);
    });

    it('goes through all hypervisors for each of these, in file order', () => {
      const text = file`
        [localhost:7200]
            udp = 10000
            [[ROUTER R1]]
                f0/0 = R2 f0/0
            [[ETHSW SW1]]
                1 = access 1 R1 f0/1
        [localhost:7201]
            udp = 10100
            [[ROUTER R2]]
            [[ETHSW SW2]]
                1 = dot1q 1 SW1 2
      `;
      expect(nioLines(netLab(text))).to.deep.equal([
        'localhost:7200 SW1 1 10000 -> 127.0.0.1:10001',
        'localhost:7200 R1 f0/1 10001 -> 127.0.0.1:10000',
        'localhost:7201 SW2 1 10100 -> 127.0.0.1:10002',
        'localhost:7200 SW1 2 10002 -> 127.0.0.1:10100',
        'localhost:7200 R1 f0/0 10003 -> 127.0.0.1:10101',
        'localhost:7201 R2 f0/0 10101 -> 127.0.0.1:10003',
      ]);
    });

    it('takes the end in a wrapper first, whoever writes the line', () => {
      const text = file`
        [127.0.0.1:7200]
            udp = 10001
            [[ROUTER R1]]
                f0/0 = V1 e0
                f0/1 = R1 f1/0
        [vbox 127.0.0.1:11525]
            udp = 20900
            [[VBOX V1]]
                e1 = R1 f1/1
      `;
      expect(nioLines(netLab(text))).to.deep.equal([
        'vbox 127.0.0.1:11525 V1 e0 20900 -> 127.0.0.1:10001',
        '127.0.0.1:7200 R1 f0/0 10001 -> 127.0.0.1:20900',
        '127.0.0.1:7200 R1 f0/1 10002 -> 127.0.0.1:10003',
        '127.0.0.1:7200 R1 f1/0 10003 -> 127.0.0.1:10002',
        'vbox 127.0.0.1:11525 V1 e1 20901 -> 127.0.0.1:10004',
        '127.0.0.1:7200 R1 f1/1 10004 -> 127.0.0.1:20901',
      ]);
    });

    it('uses 127.0.0.1 only when the two hosts are written alike', () => {
      const text = '[xplt]\n[[ROUTER R1]]\ns1/0 = R2 s1/0\n[bender]\nudp = 10000\n[[ROUTER R2]]\n';
      expect(nioLines(netLab(text))).to.deep.equal([
        'xplt:7200 R1 s1/0 10000 -> bender:10000',
        'bender:7200 R2 s1/0 10000 -> xplt:10000',
      ]);
      const local = '[localhost:7200]\n[[ROUTER R1]]\ns1/0 = R2 s1/0\n[127.0.0.1:7201]\nudp = 10100\n[[ROUTER R2]]\n';
      expect(nioLines(netLab(local))).to.deep.equal([
        'localhost:7200 R1 s1/0 10000 -> 127.0.0.1:10100',
        '127.0.0.1:7201 R2 s1/0 10100 -> localhost:10000',
      ]);
    });
  });

  describe('links that are never made', () => {
    it('marks a link to a device that is not there and gives it no port', () => {
      const lab = netLab('[localhost]\n[[ROUTER R1]]\nf0/0 = R9 f0/0\nf0/1 = R2 f0/1\n[[ROUTER R2]]\n');
      expect(lab.links.map(({ name, fault }) => [name, fault])).to.deep.equal([
        ['R1 f0/0 -- R9 f0/0', 'unknown-device'],
        ['R1 f0/1 -- R2 f0/1', undefined],
      ]);
      expect(nioLines(lab)[0]).to.equal('localhost:7200 R1 f0/1 10000 -> 127.0.0.1:10001');
    });

    it('marks the second link on an interface and names the first', () => {
      const lab = netLab('[localhost]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n[[ROUTER R3]]\nf0/0 = R1 f0/0\n');
      const [first, second] = lab.links;
      expect([second?.name, second?.fault, second?.heldBy]).to.deep.equal([
        'R3 f0/0 -- R1 f0/0',
        'interface-in-use',
        first,
      ]);
      expect(nioLines(lab)).to.have.length(2);
    });
  });

  describe('errors', () => {
    it('are all told, with line and column', () => {
      const text = file`
        [localhost]
            udp = ten thousand
            [[ROUTER R1]]
                console = 20.5
                f0/0 = R2
            [[ROUTER R 2]]
                f0/1 = NIO_udp:1:2
        [a b c]
      `;
      expect(problems(text).map((line) => line.split(' ').slice(0, 2).join(' '))).to.deep.equal([
        '2:5 error:',
        '4:9 error:',
        '5:9 error:',
        '6:5 error:',
        '8:1 error:',
      ]);
    });

    it('are duplicate sections and keys, with the line of the first', () => {
      expect(problems('[localhost]\nudp = 1\nudp = 2\n[localhost]\n')).to.deep.equal([
        '3:1 error: "udp" is set twice in this section, first in line 2',
        '4:1 error: section "localhost" is there twice, first in line 1',
      ]);
    });

    it('are two devices of one name on two hypervisors', () => {
      const found = problems('[a]\n[[ROUTER R1]]\n[b]\n  [[ETHSW R1]]\n');
      expect(found).to.deep.equal(['4:3 error: two devices are called "R1", first in line 2']);
    });

    it('are merge conflict markers', () => {
      const found = problems('[localhost]\n<<<<<<< HEAD\n[[ROUTER R1]]\n=======\n[[ROUTER R2]]\n>>>>>>> b17336\n');
      expect(found.map((line) => line.split(' ')[0])).to.deep.equal(['2:1', '4:1', '6:1']);
    });

    it('are a malformed explicit NIO', () => {
      for (const nio of ['NIO_udp', 'NIO_udp:', 'NIO_udp:30000:127.0.0.1', 'NIO_udp:a:b:c', 'NIO_bogus:x', 'NIO_tap']) {
        const found = problems(`[localhost]\n[[ROUTER R1]]\n f0/0 = ${nio}\n`);
        expect(
          found.map((line) => line.split(' ').slice(0, 2).join(' ')),
          nio,
        ).to.deep.equal(['3:2 error:']);
      }
    });

    it('are control ports that do not exist', () => {
      for (const header of ['[localhost:0]', '[localhost:65536]', '[localhost:999999999]']) {
        expect(
          problems(`${header}\n`).map((line) => line.split(' ')[0]),
          header,
        ).to.deep.equal(['1:1']);
      }
    });

    it('are numbers too long to be a port', () => {
      expect(problems('[localhost]\nudp = 99999999999999999999\n').map((line) => line.split(' ')[0])).to.deep.equal([
        '2:1',
      ]);
    });

    it('are a file without any hypervisor', () => {
      expect(problems('autostart = False\n').map((line) => line.split(' ')[0])).to.deep.equal(['1:1']);
    });

    it('keep base UDP ports above 65535, which Dynamips takes', () => {
      expect(netLab('[localhost]\nudp = 70000\n').hypervisors[0]?.baseUdp).to.equal(70000);
    });
  });
});
