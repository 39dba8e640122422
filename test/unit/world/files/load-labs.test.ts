import { expect } from 'chai';
import { InputError } from '../../../../src/core/errors/input-error.ts';
import { type LoadedEach, loadEachLab, loadLabs } from '../../../../src/world/files/load-labs.ts';
import type { LoadedText } from '../../../../src/world/files/load-text.ts';

const LAB = '[127.0.0.1:7200]\n[[ROUTER R1]]\n';

/** What each path becomes when it is read. */
const DISK: Readonly<Record<string, LoadedText>> = {
  'labs/monday.net': { text: LAB },
  'labs/tuesday': { text: LAB },
  'labs/README.md': { text: '# Labs\n[CI badge]\n' },
  'labs/gns3_server.conf': { text: '[Server]\nhost = 0.0.0.0\n' },
  'labs/old': { failure: { code: 'NOT_A_FILE', message: 'labs/old is a directory' } },
  'labs/picture': { failure: { code: 'NOT_UTF8', message: 'labs/picture:1:1: not UTF-8 text' } },
  'labs/gone.net': { failure: { code: 'ENOENT', message: 'cannot read labs/gone.net' } },
};

describe('loadLabs', () => {
  const loaded: string[] = [];
  const load = async (path: string): Promise<LoadedText> => {
    loaded.push(path);
    return DISK[path] ?? { text: '' };
  };
  beforeEach(() => loaded.splice(0));

  it('passes over with onlyLabs what a folder of labs holds besides, without reading other endings', async () => {
    const { labs, passedOver } = await loadEachLab(
      Object.keys(DISK).filter((path) => path !== 'labs/gone.net'),
      load,
      { onlyLabs: true },
    );
    expect(labs.map(({ file }) => file)).to.deep.equal(['labs/monday.net', 'labs/tuesday']);
    expect(passedOver).to.deep.equal(['labs/README.md', 'labs/gns3_server.conf', 'labs/old', 'labs/picture']);
    expect(loaded).to.deep.equal(['labs/monday.net', 'labs/tuesday', 'labs/old', 'labs/picture']);
  });

  it('does not pass over a lab that is not there', async () => {
    const { passedOver, unreadable } = await loadEachLab(['labs/gone.net'], load, { onlyLabs: true });
    expect(passedOver).to.deep.equal([]);
    expect(unreadable.map(({ code }) => code)).to.deep.equal(['ENOENT']);
  });

  it('passes over what was found and is too large for a lab, or an archive of another kind, and no other failure', async () => {
    const failures: Readonly<Record<string, string>> = {
      'dump.json': 'TOO_LARGE',
      'photos.yaml': 'BAD_ARCHIVE',
      'lab.gns3project': 'BAD_ARCHIVE',
      'lab.gns3': 'TOO_LARGE',
      'secret.net': 'EACCES',
      'disk.net': 'EIO',
    };
    const paths = Object.keys(failures);
    const failing = async (path: string): Promise<LoadedText> => ({
      failure: { code: failures[path] ?? '', message: path },
    });
    const files = ({ unreadable }: LoadedEach): string[] => unreadable.map(({ file }) => file);
    const found = await loadEachLab(paths, failing, { found: new Set(paths) });
    expect(found.passedOver).to.deep.equal(['dump.json', 'photos.yaml']);
    expect(files(found)).to.deep.equal(['lab.gns3project', 'lab.gns3', 'secret.net', 'disk.net']);
    // Named, it is what the user means.
    const named = await loadEachLab(paths, failing, { onlyLabs: true });
    expect(named.passedOver).to.deep.equal(['photos.yaml']);
  });

  it('takes what is no UTF-8 text for a lab only where its name says so too', async () => {
    const failing = async (path: string): Promise<LoadedText> => ({
      failure: { code: 'NOT_UTF8', message: path, shape: LAB },
    });
    const { passedOver, unreadable } = await loadEachLab(['latin.net', 'picture'], failing, { onlyLabs: true });
    expect([passedOver, unreadable.map(({ file }) => file)]).to.deep.equal([['picture'], ['latin.net']]);
  });

  it('passes over nothing without onlyLabs', async () => {
    for (const path of ['labs/README.md', 'labs/old', 'labs/picture']) {
      const error = await loadLabs([path], load).catch((reason: unknown) => reason);
      expect(error, path).to.be.instanceOf(InputError);
    }
  });
});
