import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  readStateFiles,
  removeStateFile,
  stateFolder,
  writeStateFile,
} from '../../../../src/world/files/state-files.ts';

describe('files that outlive a run', () => {
  const { XDG_STATE_HOME: named } = process.env;
  const home = mkdtempSync(join(tmpdir(), 'niostat-state-'));

  before(() => {
    process.env['XDG_STATE_HOME'] = join(home, 'state');
  });

  after(() => {
    if (named === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = named;
    rmSync(home, { recursive: true });
  });

  it('are where the XDG Base Directory Specification says, which passes over a relative path', () => {
    expect(stateFolder({ XDG_STATE_HOME: '/var/state' })).to.equal('/var/state/niostat');
    const usual = join(homedir(), '.local', 'state', 'niostat');
    expect([stateFolder({}), stateFolder({ XDG_STATE_HOME: 'state' })]).to.deep.equal([usual, usual]);
  });

  it('are read by this user only, and found again until they are removed', async () => {
    expect(await readStateFiles('a-')).to.deep.equal([]);
    expect(await writeStateFile({ name: 'a-1', text: 'one\n' })).to.equal(undefined);
    expect(await writeStateFile({ name: 'b-1', text: 'other\n' })).to.equal(undefined);
    expect(statSync(stateFolder()).mode & 0o777).to.equal(0o700);
    expect(statSync(join(stateFolder(), 'a-1')).mode & 0o777).to.equal(0o600);
    expect(await readStateFiles('a-')).to.deep.equal([{ name: 'a-1', text: 'one\n' }]);
    await removeStateFile('a-1');
    await removeStateFile('a-1');
    expect(await readStateFiles('a-')).to.deep.equal([]);
  });

  it('never take the place of one that is there, and say why they cannot be written', async () => {
    expect(await writeStateFile({ name: 'b-1', text: 'new\n' })).to.equal('EEXIST');
    writeFileSync(join(home, 'file'), '');
    process.env['XDG_STATE_HOME'] = join(home, 'file');
    expect(await writeStateFile({ name: 'a-1', text: '' })).to.equal('ENOTDIR');
    expect(await readStateFiles('a-')).to.deep.equal([]);
  });
});
