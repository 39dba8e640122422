import { expect } from 'chai';
import { readNet } from '../../../../../src/core/lab/net/net-reader.ts';
import { netLab, nioLines, problemLines } from '../../../../support/read.ts';
import { file } from '../../../../support/text.ts';

function problems(text: string): string[] {
  return problemLines(readNet(text, 'lab.net').problems);
}

describe('net reader: Pemuwrapper of Dynagen 0.11', () => {
  // Dynagen/pemu_lib.py of GNS3 0.3.1: TCP 10525, self.udp = 30000, both ends 127.0.0.1 if the hosts are
  // equal; dynagen.py, connect: the end in the wrapper takes its port first, and e0 to e4 are all it has.
  it('reads [pemu host] with its devices, from UDP port 30000 on, the end in it first', () => {
    const lab = netLab(file`
      [pemu localhost]
          [[525]]
              image = /pix
          [[FW PIX1]]
              e0 = R1 f0/0
              e1 = PIX2 e4
          [[fw PIX2]]
      [localhost]
          [[ROUTER R1]]
              f1/0 = PIX2 e0
    `);
    expect(lab.devices.map(({ name, kind, image }) => [name, kind, image])).to.deep.equal([
      ['PIX1', 'qemu', '/pix'],
      ['PIX2', 'qemu', '/pix'],
      ['R1', 'router', undefined],
    ]);
    expect(nioLines(lab)).to.deep.equal([
      'pemu localhost:10525 PIX1 e0 30000 -> 127.0.0.1:10000',
      'localhost:7200 R1 f0/0 10000 -> 127.0.0.1:30000',
      'pemu localhost:10525 PIX1 e1 30001 -> 127.0.0.1:30002',
      'pemu localhost:10525 PIX2 e4 30002 -> 127.0.0.1:30001',
      'pemu localhost:10525 PIX2 e0 30003 -> 127.0.0.1:10001',
      'localhost:7200 R1 f1/0 10001 -> 127.0.0.1:30003',
    ]);
  });

  it('tells each end the host of the other if the hosts are written differently', () => {
    const lab = netLab('[pemu alpha]\n[[FW P]]\ne0 = R1 f0/0\n[beta]\n[[ROUTER R1]]\n');
    expect(nioLines(lab)).to.deep.equal([
      'pemu alpha:10525 P e0 30000 -> beta:10000',
      'beta:7200 R1 f0/0 10000 -> alpha:30000',
    ]);
  });

  it('says that the base cannot be chosen, and refuses a control port', () => {
    expect(problems('[pemu a]\n')[0]).to.include('1:1 warning: [pemu a]: ').and.include('30000').and.include('33000');
    expect(problems('[pemu a]\nudp = 40000\n')).to.have.length(1);
    expect(problems('[pemu a]\nudp = 40000\n')[0]).to.include('2:1 warning: "udp" of [pemu a] is passed over');
    expect(netLab('[pemu a]\nudp = 40000\n').hypervisors[0]?.baseUdp).to.equal(30000);
    expect(problems('[pemu a:10525]\n')[0]).to.include('1:1 error: ').and.include('write [pemu a]');
  });

  it('passes over what Pemuwrapper does not have', () => {
    const text = '[pemu a]\n[[FW P]]\ne5 = R1 f0/0\nf0 = R1 f0/1\n[[PIX Q]]\n[a]\n[[ROUTER R1]]\n';
    const said = problems(text);
    expect(said[1]).to.include('3:1 warning: "e5" of P is passed over').and.include('e0 to e4');
    expect(said[2]).to.include('4:1 warning: "f0" of P is passed over');
    expect(said[3]).to.include('5:1 warning: [[PIX Q]] is passed over');
    expect(netLab(text).links).to.deep.equal([]);
  });
});

describe('net reader: a LAN whose first device is in a wrapper', () => {
  // Dynagen asks the wrapper for nio_bridge create, and the wrapper knows no such module (qemuwrapper.py).
  it('refuses that link and says why; the next one makes the LAN', () => {
    for (const header of ['[pemu a]\n[[FW X]]', '[qemu a]\n[[QEMU X]]', '[vbox a]\n[[VBOX X]]']) {
      const text = `${header}\ne0 = LAN 1\n[a]\n[[ROUTER R1]]\nf0/0 = LAN 1\n`;
      expect(netLab(text).links.map(({ name }) => name)).to.deep.equal(['R1 f0/0 -- LAN 1']);
      expect(problems(text).filter((line) => line.startsWith('3:1 warning: X e0 -- LAN 1 is not made'))).to.have.length(
        1,
        header,
      );
    }
  });

  it('takes it once the LAN is there', () => {
    const text = '[a]\n[[ROUTER R1]]\nf0/0 = LAN 1\n[vbox a]\n[[VBOX X]]\ne0 = LAN 1\n';
    expect(netLab(text).links.map(({ name }) => name)).to.deep.equal(['R1 f0/0 -- LAN 1', 'X e0 -- LAN 1']);
    expect(problems(text)).to.deep.equal([]);
  });
});

describe('net reader: models', () => {
  // DEVICETUPLE of Dynagen/dynagen.py in GNS3 0.8.7; a header that is not in it: 'Unable to interpret line'.
  const KNOWN =
    '1710 1720 1721 1750 1751 1760 2610 2611 2620 2621 2610XM 2611XM 2620XM 2621XM 2650XM 2651XM 2691 3725 3745 3620 3640 3660 7200';

  it('takes those that Dynagen knows, also those of wrappers in a hypervisor', () => {
    const models = [...KNOWN.split(' '), '525', '5520', 'Soft32', 'O-series', 'IDS-4215', 'QemuDevice', 'VBoxDevice'];
    expect(problems(`[a]\n${models.map((model) => `[[${model}]]\n`).join('')}`)).to.deep.equal([]);
    for (const model of KNOWN.split(' ')) {
      expect(problems(`[a]\n[[ROUTER R1]]\nmodel = ${model}\n`), model).to.deep.equal([]);
    }
    expect(problems('[a]\n[[ROUTER R1]]\nmodel = 7206\n')).to.deep.equal([]);
  });

  it('names them where one is not known', () => {
    for (const model of ['7202', '7206', 'c3640', '2610xm', 'ASA']) {
      const said = problems(`[a]\n[[${model}]]\nimage = x\n`);
      expect(said, model).to.have.length(1);
      expect(said[0]).to.include(`2:1 warning: [[${model}]] is passed over: Dynagen knows no model "${model}" here`);
      for (const known of KNOWN.split(' ')) expect(said[0]).to.include(known);
    }
    expect(problems('[vbox a]\n[[3640]]\n')[0]).to.include('it knows VBoxDevice');
    expect(problems('[qemu a]\n[[PIX]]\n')[0]).to.include('525, 5520, Soft32, O-series, IDS-4215, QemuDevice');
  });

  it('makes no router of such a model, as Dynagen does', () => {
    const text = '[a]\n[[ROUTER R1]]\nmodel = 7202\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
    expect(netLab(text).devices.map(({ name }) => name)).to.deep.equal(['R2']);
    expect(problems(text)[0]).to.include('3:1 warning: R1 is passed over: Dynagen knows no model "7202"');
    expect(problems('model = 9\n[a]\n[[ROUTER R1]]\n')[0]).to.include('3:1 warning: R1 is passed over');
  });
});

describe('net reader: spaces in an address', () => {
  it('says to remove them', () => {
    for (const [written, meant] of [
      ['localhost : 7200', 'localhost:7200'],
      ['localhost :7200', 'localhost:7200'],
      ['localhost: 7200', 'localhost:7200'],
      ['qemu localhost : 10525', 'qemu localhost:10525'],
      ['127.0.0.1\t:\t7200', '127.0.0.1:7200'],
      // Pemuwrapper is refused with a port.
      ['pemu localhost : 10525', 'pemu localhost'],
    ]) {
      expect(problems(`[${written}]\n`)[0], written)
        .to.include('remove the spaces')
        .and.include(`[${meant}]`);
    }
    expect(problems('[my host]\n')[0]).to.include('expected [host:port]');
  });

  it('says so of an explicit UDP NIO, wherever it stands', () => {
    const nios = ['NIO_udp: 1000 : 127.0.0.1 : 2000', 'NIO_udp:1000 :127.0.0.1:2000', 'nio_udp : 1000:127.0.0.1:2000'];
    for (const nio of nios) {
      const router = problems(`[a]\n[[ROUTER R1]]\nf0/0 = ${nio}\n`);
      expect(router[0], nio).to.include('3:1 error: ').and.include('remove the spaces');
      expect(router[0], nio).to.include('NIO_udp:1000:127.0.0.1:2000');
      expect(problems(`[a]\n[[ETHSW S1]]\n1 = access 1 ${nio}\n`)[0], nio).to.include('remove the spaces');
      expect(problems(`[a]\n[[HUB H1]]\n1 = ${nio}\n`)[0], nio).to.include('remove the spaces');
    }
  });

  it('keeps those in the file name of another NIO', () => {
    expect(problems('[a]\n[[ROUTER R1]]\nf0/0 = NIO_gen_eth:\\Device\\My Card\n')).to.deep.equal([]);
  });
});
