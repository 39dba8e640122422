import { expect } from 'chai';
import { type HeldPort, poolDetails, projectOf } from '../../../../src/features/preflight/pool-ports.ts';

function held(port: number, more: Partial<HeldPort> = {}): HeldPort {
  return {
    ...{ port, neededBy: 'R1 f0/0', holders: 'ubridge (pid 812)', orphans: [], holding: 'foreign', isGivenOut: true },
    ...more,
  };
}

function lines(all: readonly HeldPort[]): string[] {
  return poolDetails(all).map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

describe('ports of a pool that somebody has', () => {
  it('are an error if the server gives them out all the same', () => {
    const all = [held(20_000), held(20_001, { neededBy: 'R2 f0/0' })];
    expect(lines(all)).to.deep.equal([
      'error pool-port-shared: ubridge (pid 812) has UDP port 20000-20001, which R1 f0/0 needs, and 1 other of the lab. The server gives it out all the same, because the socket shares its port: the link is dead, or the project does not open (409)',
    ]);
    expect(poolDetails(all)[0]?.remedy).to.equal('stop it before the project is opened');
    expect(poolDetails([held(20_000, { orphans: [812] })])[0]?.remedy).to.include('kill 812');
  });

  it('are a warning if it passes them over, and if that is not known', () => {
    const webmin = { holders: 'webmin (pid 9)' };
    expect(lines([held(20_000, { ...webmin, isGivenOut: false })])[0]).to.match(
      /^warning pool-port-passed-over: webmin \(pid 9\) .* are higher than niostat simulate says$/,
    );
    expect(lines([held(20_000, { ...webmin, isGivenOut: undefined })])[0]).to.match(
      /^warning pool-port-held: .* is not known$/,
    );
  });

  it('are told apart by who has them', () => {
    const all = [
      held(20_000),
      held(20_001, { holders: 'webmin (pid 9)', isGivenOut: false }),
      held(20_002, { holding: 'lab', isGivenOut: false }),
      held(20_003, { holding: 'lab', isGivenOut: false, holders: 'dynamips (pid 3)' }),
      held(20_004, { holding: 'other project', isGivenOut: false }),
    ];
    expect(poolDetails(all).map(({ rule }) => rule)).to.deep.equal([
      'pool-port-shared',
      'pool-port-passed-over',
      'lab-runs',
      'other-project',
    ]);
    expect(lines([held(20_005, { holding: 'some project', isGivenOut: false })])[0]).to.include('If it is this one');
    expect(lines(all)[2]).to.include('have 2 UDP ports of it. If it was edited since it was opened');
  });

  it('are ended by their pids where the server has forgotten them and no open project has them', () => {
    const two = { holding: 'other project', isGivenOut: false } as const;
    const all = [
      held(20_000, { ...two, holders: 'dynamips (pid 2123)' }),
      held(20_001, { ...two, holders: 'dynamips (pid 1844), dynamips (pid 2123)' }),
    ];
    const [first] = poolDetails(all, true);
    expect([first?.severity, first?.rule]).to.deep.equal(['warning', 'forgotten-ports']);
    expect(first?.remedy).to.match(/if it is not, or was deleted: `kill 1844 2123`$/);
  });

  it('tell their project by the folder in which the program works, as recorded of 2.2.59', () => {
    const project = '/home/user/GNS3/projects/campus';
    expect(projectOf(`${project}/project-files/vpcs/3fc26812-e180-41f4-9740-051543e75c70`)).to.equal(project);
    expect(projectOf(`${project}/project-files/dynamips`)).to.equal(project);
    expect(projectOf('/home/user/GNS3/projects/campus')).to.equal(undefined);
    expect(projectOf(undefined)).to.equal(undefined);
  });
});
