import { expect } from 'chai';
import { InputError } from '../../../../src/core/errors/input-error.ts';
import { readServerConf } from '../../../../src/core/lab/gns3/server-conf.ts';
import { modelOfEachFile } from '../../../../src/core/model/each-file.ts';
import { check } from '../../../../src/features/check/check.ts';
import { checkEach } from '../../../../src/features/check/check-each.ts';
import { modelOf } from '../../../support/model.ts';
import { gns3Lab, netLab } from '../../../support/read.ts';

const CLEAN = '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
const NOTED = CLEAN.replace('9000', '10000');
const TWICE =
  '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[127.0.0.1:7201]\nudp = 9000\n[[ROUTER R2]]\n';

describe('checkEach', () => {
  it('lets labs of different files not meet', () => {
    const labs = [netLab(CLEAN, 'monday.net'), netLab(CLEAN, 'tuesday.net')];
    expect(check(modelOf(labs)).findings.map(({ slug }) => slug)).to.include('labs-collide');
    const each = checkEach(modelOfEachFile(labs, {}));
    expect(each.findings).to.deep.equal([]);
    expect(each.labs.map(({ file }) => file)).to.deep.equal(['monday.net', 'tuesday.net']);
  });

  it('lets labs of one file meet', () => {
    const labs = [netLab(CLEAN, 'week.net'), netLab(CLEAN, 'week.net')];
    expect(checkEach(modelOfEachFile(labs, {}))).to.deep.equal({ ...check(modelOf(labs)), isEach: true });
  });

  it('ends with findings wherever they are among the files', () => {
    const [clean, twice] = [netLab(CLEAN, 'a.net'), netLab(TWICE, 'b.net')];
    const outcomes = [[clean], [clean, twice], [twice, clean], []].map(
      (labs) => checkEach(modelOfEachFile(labs, {})).outcome,
    );
    expect(outcomes).to.deep.equal(['clean', 'findings', 'findings', 'clean']);
  });

  it('puts the worst of all files first, and counts all', () => {
    const { findings, summary } = checkEach(
      modelOfEachFile([netLab(NOTED, 'a.net'), netLab(TWICE, 'b.net'), netLab(NOTED, 'c.net')], {}),
    );
    expect(findings.map(({ severity, location }) => `${severity} ${location?.file}`)).to.deep.equal([
      'error b.net',
      'note a.net',
      'note c.net',
    ]);
    expect(summary).to.deep.equal({ error: 1, warning: 0, note: 2 });
  });

  it('knows no unknown rule, without any lab either', () => {
    expect(() => checkEach(modelOfEachFile([], {}), { rules: ['bogus'] })).to.throw(InputError, 'bogus');
    expect(checkEach(modelOfEachFile([], {})).findings).to.deep.equal([]);
  });

  describe('with the configuration of a GNS3 server', () => {
    const project = (version: string, file: string) =>
      gns3Lab({ version, revision: 9, topology: { computes: [], nodes: [], links: [] } }, file);
    const { conf: serverConf } = readServerConf(
      '[Server]\nudp_start_port_range = 10000\nudp_start_end_range = 20000\n',
      's.conf',
    );
    if (serverConf === undefined) throw new Error('no configuration');

    it('uses it for the files that a GNS3 server runs, and for no other', () => {
      const labs = [netLab(CLEAN, 's.net'), project('2.2.45', 'g.gns3')];
      const { findings, labs: checked } = checkEach(modelOfEachFile(labs, { serverConf }));
      expect(findings.map(({ id, location }) => `${id} ${location?.file}`)).to.deep.equal(['NIO036 s.conf']);
      expect(checked.map(({ file }) => file)).to.deep.equal(['s.net', 'g.gns3']);
    });

    it('goes by the allocator that was asked for', () => {
      const options = { serverConf, allocator: 'gns3-server-2.2.3' } as const;
      expect(checkEach(modelOfEachFile([netLab(CLEAN, 's.net')], options)).findings.map(({ id }) => id)).to.include(
        'NIO036',
      );
      const asked = { serverConf, allocator: 'dynagen' } as const;
      expect(() => checkEach(modelOfEachFile([project('2.2.45', 'g.gns3')], asked))).to.throw(InputError, 's.conf');
    });

    it('says and counts once what is wrong with it', () => {
      const labs = [project('2.2.45', 'a.gns3'), netLab(NOTED, 'b.net'), project('2.1.0', 'c.gns3')];
      const { findings, summary } = checkEach(modelOfEachFile([...labs, netLab(NOTED, 'd.net')], { serverConf }));
      expect(findings.map(({ id, location }) => `${id} ${location?.file}`)).to.deep.equal([
        'NIO036 s.conf',
        'NIO013 b.net',
        'NIO013 d.net',
      ]);
      expect(summary).to.deep.equal({ error: 0, warning: 1, note: 2 });
    });

    it('is of no use if no file is run by a GNS3 server', () => {
      const labs = [netLab(CLEAN, 'a.net'), project('1.2.3', 'old.gns3')];
      expect(() => checkEach(modelOfEachFile(labs, { serverConf })))
        .to.throw(InputError)
        .with.property('code', 'UNUSED_SERVER_CONF');
    });
  });
});
