import { expect } from 'chai';
import { readEmulators } from '../../../../src/world/gns3-host/emulators.ts';
import { GivenFiles, procOf } from '../../../support/host-files.ts';

const SERVER = { name: 'python3', words: ['/usr/bin/python3', '-m', 'gns3server', '--local'], parent: 1 };
const VPCS = ['vpcs', '-p', '5003', '-s', '20016', '-c', '20017', '-t', '127.0.0.1'];
const FOLDER = '/home/user/GNS3/projects/p/project-files';

/** Each process as `pid program orphan`. */
async function lines(processes: Parameters<typeof procOf>[0]): Promise<string[]> {
  const found = await readEmulators(new GivenFiles(procOf(processes)));
  return found.map(({ pid, program, isOrphan }) => `${pid} ${program} ${isOrphan}`);
}

describe('readEmulators', () => {
  it('tells programs, words, directories and parents', async () => {
    const files = new GivenFiles(
      procOf({ 10: SERVER, 20: { name: 'vpcs', words: VPCS, parent: 10, directory: `${FOLDER}/vpcs/n1` } }),
    );
    const [, vpcs] = await readEmulators(files);
    expect(vpcs).to.deep.equal({
      ...{ pid: 20, program: 'vpcs', args: VPCS, directory: `${FOLDER}/vpcs/n1`, parentPid: 10, isOrphan: false },
    });
  });

  it('knows an orphan by its parent: the first process, or the service manager of a session', async () => {
    expect(
      await lines({
        1: { name: 'systemd', parent: 0 },
        400: { name: 'systemd', words: ['/lib/systemd/systemd', '--user'] },
        10: SERVER,
        20: { name: 'ubridge', parent: 10 },
        21: { name: 'ubridge', parent: 1 },
        22: { name: 'dynamips', parent: 400 },
      }),
    ).to.deep.equal(['10 gns3server undefined', '20 ubridge false', '21 ubridge true', '22 dynamips true']);
  });

  it('takes both processes of a VPCS for orphans, or neither', async () => {
    expect(
      await lines({
        10: SERVER,
        20: { name: 'vpcs', parent: 10 },
        21: { name: 'vpcs', parent: 20 },
        30: { name: 'vpcs', parent: 1 },
        31: { name: 'vpcs', parent: 30 },
      }),
    ).to.deep.equal(['10 gns3server undefined', '20 vpcs false', '21 vpcs false', '30 vpcs true', '31 vpcs true']);
  });

  it('finds no orphans where the server is the first process, as in a container', async () => {
    expect(await lines({ 1: { ...SERVER, parent: 0 }, 20: { name: 'ubridge', parent: 1 } })).to.deep.equal([
      '1 gns3server undefined',
      '20 ubridge false',
    ]);
  });

  it('does not know where the parent may not be seen', async () => {
    expect(await lines({ 20: { name: 'ubridge', parent: 10 } })).to.deep.equal(['20 ubridge undefined']);
  });

  it('takes no other program of Python for the server, and no emulator that has ended', async () => {
    expect(
      await lines({
        11: { name: 'python3', words: ['python3', '-m', 'http.server', 'gns3server-files'] },
        12: { name: 'gns3server', words: ['/usr/bin/python3', '/usr/bin/gns3server'] },
        13: { name: 'dynamips', state: 'Z', parent: 12 },
        14: { name: 'bash', words: ['bash', '-c', 'ubridge'] },
      }),
    ).to.deep.equal(['12 gns3server undefined']);
  });

  it('splits the words of a program that has given itself a title', async () => {
    const files = new GivenFiles(procOf({ 20: { name: 'ubridge', words: 'ubridge -H 127.0.0.1:4242\0' } }));
    const [ubridge] = await readEmulators(files);
    expect(ubridge?.args).to.deep.equal(['ubridge', '-H', '127.0.0.1:4242']);
  });

  it('says which were stopped, and leaves out a directory that may not be seen', async () => {
    const files = new GivenFiles(procOf({ 20: { name: 'ubridge', state: 'T', directory: 'denied' } }));
    const [ubridge] = await readEmulators(files);
    expect(ubridge).to.include({ halted: 'stopped' }).and.to.not.have.property('directory');
    expect([...files.denied]).to.deep.equal(['/proc/20/cwd']);
  });
});
