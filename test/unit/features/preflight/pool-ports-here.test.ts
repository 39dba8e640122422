import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { HostView } from '../../../../src/core/sockets/host-view.ts';
import { type HostFacts, poolPortsHere } from '../../../../src/features/preflight/live/pool-ports-here.ts';
import { modelOf } from '../../../support/model.ts';
import { gns3Lab } from '../../../support/read.ts';
import { listener, tableOf, udp } from '../../../support/socket-tables.ts';

const PROJECT = '/home/user/GNS3/projects/two';
const LAB = gns3Lab(
  JSON.parse(readFileSync(new URL('../../../fixtures/cases/two-routers.gns3', import.meta.url), 'utf8')),
  `${PROJECT}/two.gns3`,
);
const NODE = 'project-files/dynamips/8d8212bb-b582-4b93-aa98-8d5c1d2a3473';

/** Who has port 20000, a uBridge that works in this directory, while a GNS3 server runs. */
async function holdingIn(directory: string | undefined, isOwnerSeen = true): Promise<string | undefined> {
  const socket = udp('127.0.0.1:20000 127.0.0.1:20001', isOwnerSeen ? { pid: 21 } : {});
  const view = new HostView(tableOf([listener('127.0.0.1:3080', { pid: 1 }), socket], { 1: 'python3', 21: 'ubridge' }));
  const model = modelOf([LAB]);
  const facts: HostFacts = {
    model,
    view: async () => view,
    hypervisorsHere: async () => model.hypervisors,
    ownProcesses: async () => new Set([1, 21]),
    isOrphan: () => false,
    directoryOfProcess: () => directory,
  };
  const { held, needed } = await poolPortsHere(facts);
  expect(needed.map(({ port }) => port)).to.deep.equal([20_000, 20_001, 20_002, 20_003, 20_004, 20_005]);
  return held[0]?.holding;
}

describe('poolPortsHere', () => {
  it('tells by the folder of an emulator whether the lab is open, or another project', async () => {
    expect(await holdingIn(`${PROJECT}/${NODE}`)).to.equal('lab');
    expect(await holdingIn(`/home/user/GNS3/projects/other/${NODE}`)).to.equal('other project');
  });

  it('does not know the project of an emulator whose folder or owner nobody may see', async () => {
    expect(await holdingIn(undefined)).to.equal('some project');
    expect(await holdingIn(undefined, false)).to.equal('some project');
  });
});
