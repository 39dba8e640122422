import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { allocate } from '../../../../src/core/allocation/allocate.ts';
import { expectedLinks } from '../../../../src/core/allocation/expected-links.ts';
import { readGns3 } from '../../../../src/core/lab/gns3/gns3-reader.ts';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { labOfServer } from '../../../../src/core/open-project/lab-of-server.ts';
import type { LiveLink } from '../../../../src/core/open-project/live-link.ts';
import { liveLinks } from '../../../../src/core/open-project/live-links.ts';
import type { OpenProject } from '../../../../src/core/open-project/open-project.ts';
import { reopening } from '../../../../src/core/open-project/reopening.ts';
import { replayRecording } from '../../../support/recorded-gns3.ts';

const CAMPUS = 'test/fixtures/gns3-live/gns3-2.2/campus-healthy';

/**
 * Worked out by hand from the order in which a server gives ports (docs/FACTS.md, "Ports by a GNS3
 * server"): the two ends of a link, then two for the tunnel of each router among them. `now` is what
 * recipe-output.txt of the recording says, which was found by other means.
 */
const BY_HAND: readonly (readonly [name: string, now: string, after: string])[] = [
  ['PC1 e0 -- SW1 e2', '20014 20015', '20000 20001'],
  ['PC2 e0 -- HUB1 e0', '20018 20019', '20002 20003'],
  ['HUB1 e1 -- SW2 e2', '20020 20021', '20004 20005'],
  ['R1 s1/0 -- FR1 1', '20022 20023', '20006 20007'],
  ['FR1 2 -- R2 s1/0', '20026 20027', '20010 20011'],
  ['R2 f2/1 -- CLOUD1 UDP tunnel 1', '20030 20031', '20014 20015'],
  ['SW2 e1 -- SW1 e3', 'one of 20000 20001, 20009 20008', '20018 20019'],
  ['R1 f2/0 -- R2 f0/0', '20002 20003', '20020 20021'],
  ['SW1 e0 -- SW2 e0', 'one of 20001 20000, 20008 20009', '20026 20027'],
  ['R2 f2/0 -- R1 f0/0', '20010 20011', '20028 20029'],
];

describe('the ports of an open project after it was opened again', () => {
  let project: OpenProject;
  let live: readonly LiveLink[];

  before(async () => {
    project = await replayRecording(CAMPUS);
    live = liveLinks(project);
  });

  it('are those of a fresh opening, next to those that it has after many edits', () => {
    const found = reopening(project, live);
    const rows = found.links.map(({ name, now, oneOf, after }) => {
      const text =
        oneOf === undefined
          ? now.join(' ')
          : `one of ${oneOf
              .map((pair) => pair.join(' '))
              .sort()
              .join(', ')}`;
      return [name, text, after.join(' ')];
    });
    expect(rows).to.deep.equal(BY_HAND);
    expect(found.why).to.equal('edited');
    expect(found.links.every(({ moves }) => moves)).to.equal(true);
    expect(found.range).to.deep.equal({ first: 20_000, last: 30_000 });
  });

  it('are as those of the file of the project', () => {
    const [fromFile] = readGns3(readFileSync(`${CAMPUS}/project.gns3`, 'utf8'), 'project.gns3').labs;
    const ports = (lab: Lab): unknown =>
      expectedLinks([allocate(lab, 'gns3-server-2.2.3')])
        .filter(({ a }) => !a.explicit)
        .map(({ a, b }) => [a.device, a.localPort, b?.device, b?.localPort]);
    const { lab } = labOfServer(project.says, 'x');
    // The far side of a cloud is written in the file, and no request tells it.
    expect(ports(lab)).to.deep.equal(ports(fromFile as Lab));
  });

  it('are all the same number lower where another project was open first', () => {
    const { links } = reopening(project, live);
    const shifted = live.map((link): LiveLink => {
      const [a = 0, b = 0] = links.find(({ id }) => id === link.id)?.after ?? [];
      return { ...link, otherChains: [], ports: [a + 12, b + 12] };
    });
    const found = reopening(project, shifted);
    expect([found.why, found.higherBy]).to.deep.equal(['others first', 12]);
  });

  it('stay where nothing was edited', () => {
    const { links } = reopening(project, live);
    const fresh = live.map((link): LiveLink => {
      const [a = 0, b = 0] = links.find(({ id }) => id === link.id)?.after ?? [];
      return { ...link, ports: [a, b] };
    });
    const found = reopening(project, fresh);
    expect(found.why).to.equal(undefined);
    expect(found.links.filter(({ moves }) => moves)).to.deep.equal([]);
  });

  it('pass over what another project that is open has', () => {
    const { says } = project;
    const [inUse] = says.portsInUse;
    const other = { id: 'b', name: 'Other', status: 'opened' };
    const udpPorts = [...(inUse?.udpPorts ?? []), 20_038, 20_039];
    const busy = {
      ...says,
      projects: [...says.projects, other],
      portsInUse: [{ ...inUse, computeId: 'local', udpPorts, consolePorts: [] }],
    };
    const found = reopening({ ...project, says: busy }, live);
    expect(found.others).to.deep.equal(['Other']);
    expect(found.takenByOthers).to.equal(2);
    expect(found.links[0]?.after).to.deep.equal([20_000, 20_001]);
  });

  it('are none where the range is used up', () => {
    const says = {
      ...project.says,
      portsInUse: [{ computeId: 'local', udpRange: [20_000, 20_004] as const, udpPorts: [], consolePorts: [] }],
    };
    const { links } = reopening({ ...project, says }, live);
    expect(links.map(({ fails }) => fails !== undefined)).to.deep.equal([false, false, ...Array(8).fill(true)]);
  });
});
