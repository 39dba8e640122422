import { expect } from 'chai';
import type { EmulatorProcess } from '../../../../src/core/open-project/host.ts';
import type { OpenProject } from '../../../../src/core/open-project/open-project.ts';
import { orphansOf } from '../../../../src/core/open-project/orphans.ts';
import { PlayedGns3, PROJECT, readPlayed } from '../../../support/played-gns3.ts';
import { listener, udp } from '../../../support/socket-tables.ts';

/** A project in which a switch has ports 20000 and 20001, with more processes and sockets. */
function projectWith(processes: readonly EmulatorProcess[], rows: readonly ReturnType<typeof udp>[]): OpenProject {
  const gns3 = new PlayedGns3(1);
  const [host] = gns3.hosts;
  if (host === undefined) throw new Error('no host');
  gns3.addLink(gns3.addNode('ethernet_switch', host), gns3.addNode('ethernet_switch', host));
  const project = readPlayed(gns3);
  const hosts = project.hosts.map((reading) => ({
    ...reading,
    processes: [...reading.processes, ...processes],
    sockets: { ...reading.sockets, rows: [...reading.sockets.rows, ...rows] },
  }));
  return { ...project, hosts };
}

const LEFT = { program: 'ubridge', args: ['ubridge', '-H', '127.0.0.1:40000'], parentPid: 1, isOrphan: true } as const;

describe('orphans', () => {
  it('are told with their ports: those that the server has given out too, and those that it will', () => {
    const directory = `${PROJECT.path}/project-files/vpcs/node-1`;
    const [orphan, ...others] = orphansOf(
      projectWith(
        [{ ...LEFT, pid: 7, directory }],
        [
          udp('127.0.0.1:20001 127.0.0.1:20000', { pid: 7 }),
          udp('127.0.0.1:20500 127.0.0.1:20501', { pid: 7 }),
          udp('127.0.0.1:31000 127.0.0.1:31001', { pid: 7 }),
          listener('127.0.0.1:40000', { pid: 7 }),
        ],
      ),
    );
    expect(others).to.deep.equal([]);
    expect(orphan).to.deep.include({
      ...{ host: 'local', projectId: PROJECT.id, projectName: 'Played', nodeId: 'node-1' },
      ...{ udpPorts: [20001, 20500, 31000], tcpPorts: [40000], givenOut: [20001], toBeGivenOut: [20500] },
    });
  });

  it('of a project that the server does not know are told by the id in their path', () => {
    const directory = '/home/user/GNS3/projects/31ef6a9c-110b-4ac0-80c8-97757d65ac3b/project-files/dynamips';
    const [orphan] = orphansOf(projectWith([{ ...LEFT, pid: 7, directory, program: 'dynamips' }], []));
    expect(orphan).to.deep.include({ projectId: '31ef6a9c-110b-4ac0-80c8-97757d65ac3b', udpPorts: [] });
    expect(orphan).to.not.have.any.keys('projectName', 'nodeId', 'node');
  });

  it('are both processes of a VPCS', () => {
    const directory = `${PROJECT.path}/project-files/vpcs/node-9`;
    const vpcs = { program: 'vpcs', args: ['vpcs'], directory, isOrphan: true } as const;
    const found = orphansOf(
      projectWith(
        [
          { ...vpcs, pid: 9, parentPid: 8 },
          { ...vpcs, pid: 8, parentPid: 1 },
        ],
        [],
      ),
    );
    expect(found.map(({ process }) => process.pid)).to.deep.equal([8, 9]);
  });

  it('are not what was started by hand, nor the children of a server that is the first process of a container', () => {
    const byHand = {
      ...LEFT,
      pid: 7,
      program: 'dynamips',
      args: ['dynamips', '-H', '7200'],
      directory: '/home/user',
    } as const;
    const ofServer = { ...LEFT, pid: 8, parentPid: 100, directory: `${PROJECT.path}/project-files/vpcs/node-9` };
    expect(orphansOf(projectWith([byHand, ofServer], []))).to.deep.equal([]);
  });

  it('whose folder may not be seen are known by how GNS3 starts them', () => {
    const args = ['dynamips', '-N1', '-l', 'dynamips_i4_log.txt', '-H', '127.0.0.1:50000'];
    const found = orphansOf(projectWith([{ ...LEFT, pid: 7, program: 'dynamips', args }], []));
    expect(found.map(({ process }) => process.pid)).to.deep.equal([7]);
  });
});
