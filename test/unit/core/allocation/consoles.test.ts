import { expect } from 'chai';
import { consoleLines, netLab, scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** Consoles of routers on `localhost`, without the AUX ports: `R1 2000`, a star where the file says so. */
function consoles(devices: string): string[] {
  return consoleLines(netLab(`[localhost]\n${devices}`))
    .filter((line) => line.includes(' console '))
    .map((line) => line.replace(' console', ''));
}

describe('consoles by instance', () => {
  it('are the base console plus the instance number, AUX likewise', () => {
    expect(consoleLines(netLab('[localhost]\n[[ROUTER R1]]\n[[ROUTER R2]]\n'))).to.deep.equal([
      'R1 console 2000',
      'R1 aux 2100',
      'R2 console 2001',
      'R2 aux 2101',
    ]);
  });

  it('are counted over the whole lab, so that hypervisors may share a base console', () => {
    const lab = netLab(file`
      [localhost:7200]
          [[ROUTER R1]]
          [[ROUTER R2]]
      [localhost:7201]
          udp = 10100
          [[ROUTER R3]]
      [localhost:7202]
          udp = 10200
          console = 3000
          aux = 3500
          [[ROUTER R4]]
    `);
    expect(consoleLines(lab)).to.deep.equal([
      'R1 console 2000',
      'R1 aux 2100',
      'R2 console 2001',
      'R2 aux 2101',
      'R3 console 2002',
      'R3 aux 2102',
      'R4 console 3003',
      'R4 aux 3503',
    ]);
  });

  it('are for routers; a switch takes no number', () => {
    expect(consoles('[[ROUTER R1]]\n[[ETHSW S1]]\n[[FRSW F1]]\n[[Hub H1]]\n[[ROUTER R2]]\n')).to.deep.equal([
      'R1 2000',
      'R2 2001',
    ]);
  });

  it('are the next higher port if one is taken', () => {
    expect(consoles('[[ROUTER R1]]\nconsole = 2001\n[[ROUTER R2]]\n[[ROUTER R3]]\n')).to.deep.equal([
      'R1 2001*',
      'R2 2002',
      'R3 2003',
    ]);
  });

  it('are what the file says, taken or not: duplicates stay', () => {
    expect(consoles('[[ROUTER R1]]\n[[ROUTER R2]]\nconsole = 2000\n[[ROUTER R3]]\nconsole = 2000\n')).to.deep.equal([
      'R1 2000',
      'R2 2000*',
      'R3 2000*',
    ]);
  });

  it('pass over AUX ports that are taken, and AUX ports over consoles', () => {
    // 101 routers: consoles 2000–2099 and AUX 2100–2199 are taken when the last one comes; its console would
    // be 2100.
    const routers = Array.from({ length: 101 }, (_, index) => `[[ROUTER R${index}]]\n`).join('');
    const lines = consoleLines(netLab(`[localhost]\n${routers}`));
    expect(lines.slice(-4)).to.deep.equal(['R99 console 2099', 'R99 aux 2199', 'R100 console 2200', 'R100 aux 2201']);
  });

  it('do not meet on different hosts', () => {
    const lab = netLab('[alpha]\n[[ROUTER R1]]\nconsole = 2001\n[beta]\n[[ROUTER R2]]\n');
    expect(consoleLines(lab).filter((line) => line.includes('console'))).to.deep.equal([
      'R1 console 2001*',
      'R2 console 2001',
    ]);
  });

  it('are the base console plus the router id, where there is one', () => {
    const lab = scenarioLab(file`
      hypervisors:
        - { address: "localhost:7200", baseConsole: 2000 }
        - { address: "localhost:7201", baseConsole: 2000 }
      devices:
        - { name: R1, id: 1, hypervisor: "localhost:7200" }
        - { name: R2, id: 2, hypervisor: "localhost:7201" }
        - { name: R7, id: 7, hypervisor: "localhost:7200" }
    `);
    expect(consoleLines(lab).filter((line) => line.includes('console'))).to.deep.equal([
      'R1 console 2001',
      'R2 console 2002',
      'R7 console 2007',
    ]);
  });
});

describe('consoles from a pool', () => {
  it('are given per host, and labs on two hosts use the same numbers', () => {
    const lab = scenarioLab(file`
      hypervisors: [{ address: "alpha:7200" }, { address: "alpha:7201" }, { address: beta }]
      devices:
        - { name: R1, hypervisor: "alpha:7200" }
        - { name: R2, hypervisor: "alpha:7201" }
        - { name: R3, hypervisor: beta }
    `);
    expect(consoleLines(lab, 'gns3-server-2.2.3')).to.deep.equal([
      'R1 console 5000',
      'R2 console 5001',
      'R3 console 5000',
    ]);
  });

  it('leave out what the file gives to a later router; a GNS3 server replaces that', () => {
    const written = (port: number): string =>
      `hypervisors: [{ address: alpha }]\ndevices: [{ name: R1 }, { name: R2, console: ${port} }]\n`;
    expect(consoleLines(scenarioLab(written(2001)), 'udp-auto')).to.deep.equal(['R1 console 2002', 'R2 console 2001*']);
    expect(consoleLines(scenarioLab(written(5000)), 'gns3-server-3.0')).to.deep.equal([
      'R1 console 5000',
      'R2 console 5001',
    ]);
  });
});
