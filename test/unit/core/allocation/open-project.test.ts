import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { allocate } from '../../../../src/core/allocation/allocate.ts';
import { openProjects, openProjectText } from '../../../../src/core/allocation/open-project.ts';
import { HostView } from '../../../../src/core/sockets/host-view.ts';
import { gns3Lab, netLab } from '../../../support/read.ts';
import { tableOf, udp } from '../../../support/socket-tables.ts';

const PROJECT = allocate(
  gns3Lab(JSON.parse(readFileSync(new URL('../../../fixtures/cases/two-routers.gns3', import.meta.url), 'utf8'))),
  'gns3-server-2.2.3',
);

function openOn(socket: string, program: string): string[] {
  const view = new HostView(tableOf([udp(socket, { pid: 7 })], { 7: program }));
  const net = allocate(netLab('[localhost]\n[[ROUTER R1]]\n'), 'dynagen');
  return openProjects([PROJECT, net], view).map(openProjectText);
}

describe('openProjects', () => {
  it('are those of whose pool an emulator has a port', () => {
    expect(openOn('127.0.0.1:20017 127.0.0.1:20018', 'ubridge')).to.deep.equal([
      'two is compared as GNS3 opens it: if it was edited while open, its ports are not what the file says',
    ]);
  });

  it('are not known by other programs, nor by ports outside the pool', () => {
    expect(openOn('127.0.0.1:20017 127.0.0.1:20018', 'webmin')).to.deep.equal([]);
    expect(openOn('127.0.0.1:10000 127.0.0.1:10001', 'dynamips')).to.deep.equal([]);
  });
});
