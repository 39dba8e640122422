import { expect } from 'chai';
import { InputError } from '../../../../src/core/errors/input-error.ts';
import { loadEachLab, loadLabs } from '../../../../src/world/files/load-labs.ts';
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

  it('passes over nothing without onlyLabs', async () => {
    for (const path of ['labs/README.md', 'labs/old', 'labs/picture']) {
      const error = await loadLabs([path], load).catch((reason: unknown) => reason);
      expect(error, path).to.be.instanceOf(InputError);
    }
  });
});
