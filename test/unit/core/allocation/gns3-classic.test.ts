import { expect } from 'chai';
import { allocate } from '../../../../src/core/allocation/allocate.ts';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { consoleLines, nioLines, scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** Routers written as `R1:128` or `R1:128:image`, all left to GNS3 to place. */
function routers(...specs: string[]): string {
  return specs
    .map((spec) => {
      const [name, ram, image] = spec.split(':');
      return `  - { name: ${name}, ram: ${ram}${image ? `, image: ${image}` : ''} }\n`;
    })
    .join('');
}

function lab(devices: string, more = ''): Lab {
  return scenarioLab(`allocator: gns3-classic\n${more}devices:\n${devices}`);
}

/** Where each device is put: `R1@127.0.0.1:7200`. */
function placement(of: Lab): string[] {
  const { placement: hypervisorOf } = allocate(of, 'gns3-classic');
  return of.devices.map((device) => `${device.name}@${hypervisorOf.get(device)?.name}`);
}

describe('gns3-classic', () => {
  describe('hypervisor manager', () => {
    it('starts on 127.0.0.1:7200 with base UDP 10001, consoles from 2101 and AUX from 2501', () => {
      const one = lab(`${routers('R1:128', 'R2:128')}links: [R1 f0/0 -- R2 f0/0]\n`);
      expect(allocate(one, 'gns3-classic').hypervisors.map(({ name, baseUdp }) => [name, baseUdp])).to.deep.equal([
        ['127.0.0.1:7200', 10001],
      ]);
      expect(nioLines(one, 'gns3-classic')).to.deep.equal([
        '127.0.0.1:7200 R1 f0/0 10001 -> 127.0.0.1:10002',
        '127.0.0.1:7200 R2 f0/0 10002 -> 127.0.0.1:10001',
      ]);
      expect(consoleLines(one, 'gns3-classic')).to.deep.equal([
        'R1 console 2101',
        'R1 aux 2501',
        'R2 console 2102',
        'R2 aux 2502',
      ]);
    });

    it('fills a hypervisor up to 1024 MB, and then starts the next one, 100 UDP ports up', () => {
      const nine = lab(routers(...Array.from({ length: 9 }, (_, index) => `R${index + 1}:128`)));
      expect(placement(nine).slice(7)).to.deep.equal(['R8@127.0.0.1:7200', 'R9@127.0.0.1:7201']);
      expect(allocate(nine, 'gns3-classic').hypervisors.map(({ baseUdp }) => baseUdp)).to.deep.equal([10001, 10101]);
    });

    it('fills it up to 512 MB on Windows', () => {
      const five = lab(routers('R1:128', 'R2:128', 'R3:128', 'R4:128', 'R5:128'), 'os: windows\n');
      expect(placement(five).slice(3)).to.deep.equal(['R4@127.0.0.1:7200', 'R5@127.0.0.1:7201']);
    });

    it('takes the first running hypervisor that has room, not the last', () => {
      // 768; 768 + 512 > 1024; 768 + 256 = 1024; 512 + 512 = 1024; nothing fits any more.
      expect(placement(lab(routers('R1:768', 'R2:512', 'R3:256', 'R4:512', 'R5:1')))).to.deep.equal([
        'R1@127.0.0.1:7200',
        'R2@127.0.0.1:7201',
        'R3@127.0.0.1:7200',
        'R4@127.0.0.1:7201',
        'R5@127.0.0.1:7202',
      ]);
    });

    it('keeps one IOS image per hypervisor', () => {
      expect(placement(lab(routers('R1:128:x', 'R2:128:y', 'R3:128:x', 'R4:128:y')))).to.deep.equal([
        'R1@127.0.0.1:7200',
        'R2@127.0.0.1:7201',
        'R3@127.0.0.1:7200',
        'R4@127.0.0.1:7201',
      ]);
    });

    it('puts a router that is larger than the limit on a hypervisor of its own', () => {
      expect(placement(lab(routers('R1:2048', 'R2:128')))).to.deep.equal(['R1@127.0.0.1:7200', 'R2@127.0.0.1:7201']);
    });

    it('puts switches on the first hypervisor, however full it is', () => {
      const devices = `${routers('R1:1024', 'R2:1024')}  - { name: SW1, kind: ethernet-switch }\n`;
      expect(placement(lab(devices))[2]).to.equal('SW1@127.0.0.1:7200');
    });

    it('counts consoles over all hypervisors', () => {
      expect(consoleLines(lab(routers('R1:1024', 'R2:1024', 'R3:1024')), 'gns3-classic')).to.deep.equal([
        'R1 console 2101',
        'R1 aux 2501',
        'R2 console 2102',
        'R2 aux 2502',
        'R3 console 2103',
        'R3 aux 2503',
      ]);
    });

    it('runs into the next block after 100 link ends on one hypervisor', () => {
      const links = Array.from({ length: 51 }, (_, index) => `  - R1 f${index}/0 -- R2 f${index}/0\n`).join('');
      const devices = routers('R1:512', 'R2:512', 'R3:512', 'R4:512');
      const full = lab(`${devices}links:\n${links}  - R3 f0/0 -- R4 f0/0\n`);
      const last = nioLines(full, 'gns3-classic').slice(-4);
      expect(last).to.deep.equal([
        '127.0.0.1:7200 R1 f50/0 10101 -> 127.0.0.1:10102',
        '127.0.0.1:7200 R2 f50/0 10102 -> 127.0.0.1:10101',
        '127.0.0.1:7201 R3 f0/0 10101 -> 127.0.0.1:10102',
        '127.0.0.1:7201 R4 f0/0 10102 -> 127.0.0.1:10101',
      ]);
    });
  });

  describe('recorded hypervisors', () => {
    const TWO = file`
      hypervisors:
        - { address: "127.0.0.1:7200", baseUdp: 10001 }
        - { address: "127.0.0.1:7201", baseUdp: 10101 }
        - { address: "127.0.0.1:7202", baseUdp: 10201 }
      images:
        - { name: x, hypervisors: ["127.0.0.1:7200", "127.0.0.1:7201"] }
        - { name: y, hypervisors: ["127.0.0.1:7202", "127.0.0.1:7200"] }
    `;

    it('balances the RAM of the hypervisors that an image is bound to, the first one on ties', () => {
      // In use before each: 0/0, 256/0, 256/128, 256/256 (a tie), 384/256.
      expect(placement(lab(routers('R1:256:x', 'R2:128:x', 'R3:128:x', 'R4:128:x', 'R5:64:x'), TWO))).to.deep.equal([
        'R1@127.0.0.1:7200',
        'R2@127.0.0.1:7201',
        'R3@127.0.0.1:7201',
        'R4@127.0.0.1:7200',
        'R5@127.0.0.1:7201',
      ]);
    });

    it('takes the order of the image on ties, and RAM of other images into account', () => {
      // y prefers 7202; x finds 7200 and 7201 unused; then y has 512 on 7202 and 256 on 7200.
      expect(placement(lab(routers('R1:512:y', 'R2:256:x', 'R3:128:y', 'R4:64:x'), TWO))).to.deep.equal([
        'R1@127.0.0.1:7202',
        'R2@127.0.0.1:7200',
        'R3@127.0.0.1:7200',
        'R4@127.0.0.1:7201',
      ]);
    });

    it('counts the RAM of routers that the file has put somewhere', () => {
      const devices = `  - { name: R0, ram: 512, hypervisor: "127.0.0.1:7200" }\n${routers('R1:128:x')}`;
      expect(placement(lab(devices, TWO))).to.deep.equal(['R0@127.0.0.1:7200', 'R1@127.0.0.1:7201']);
    });

    it('counts UDP ports from the base of each', () => {
      const devices = `${routers('R1:128:x', 'R2:128:x')}links: [R1 f0/0 -- R2 f0/0, R2 f0/1 -- R1 f0/1]\n`;
      expect(nioLines(lab(devices, TWO), 'gns3-classic')).to.deep.equal([
        '127.0.0.1:7200 R1 f0/0 10001 -> 127.0.0.1:10101',
        '127.0.0.1:7201 R2 f0/0 10101 -> 127.0.0.1:10001',
        '127.0.0.1:7201 R2 f0/1 10102 -> 127.0.0.1:10002',
        '127.0.0.1:7200 R1 f0/1 10002 -> 127.0.0.1:10102',
      ]);
    });
  });
});
