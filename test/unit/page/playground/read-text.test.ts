import { expect } from 'chai';
import fc from 'fast-check';
import { check } from '../../../../src/features/check/check.ts';
import { propose } from '../../../../src/page/playground/proposal.ts';
import { fileNameFor, readText } from '../../../../src/page/playground/read-text.ts';
import { readProjectFile } from '../../../support/source-files.ts';

const NET = `# a lab
[localhost:7200]
    udp = 10000
    [[7200]]
    image = a.bin
    [[ROUTER R1]]
        f0/0 = R2 f0/0
    [[ROUTER R2]]
`;

describe('the text of the editor', () => {
  it('is a scenario, a .net file or a project, by what is in it', () => {
    expect(readText(NET).model?.labs[0]?.format).to.equal('dynagen');
    expect(readText(readProjectFile('scenarios/full-mesh-3-routers.yaml')).model?.labs[0]?.format).to.equal('scenario');
    expect(
      ['[localhost]', 'autostart = false', 'name: a', '{"topology": {}}', '{"devices": []}'].map(fileNameFor),
    ).to.deep.equal(['lab.net', 'lab.net', 'lab.yaml', 'lab.gns3', 'lab.yaml']);
  });

  it('is a project of GNS3, of which no number is changed', () => {
    const text = readProjectFile('test/fixtures/cases/two-routers.gns3');
    const { model } = readText(text);
    if (model === undefined) throw new Error('the project is not read');
    expect(model.labs[0]?.format).to.equal('gns3');
    expect(propose(text, model, check(model))).to.equal(undefined);
  });

  it('has its faults at their lines, and then no model', () => {
    const { model, remarks } = readText(
      'hypervisors: [{ address: "localhost:7200" }]\ndevices: [{ name: R1 }]\nlinks: [R1]\n',
    );
    expect(model).to.equal(undefined);
    expect(remarks).to.have.length(1);
    expect(remarks[0]).to.include({ severity: 'error', line: 3 });
  });

  it('has a fault while it is empty', () => {
    expect(readText('').remarks).to.deep.equal([
      { severity: 'error', message: 'the file is empty', line: 1, column: 1 },
    ]);
  });

  // Where each line break is a new beginning for the reader, these take minutes.
  for (const [what, blank] of Object.entries({ 'line breaks': '\n', 'blank lines': ' \n', blanks: ' ' })) {
    it(`is read at once though it is nothing but ${what}`, () => {
      const { remarks } = readText(blank.repeat(290_000 / blank.length));
      expect(remarks.map(({ message }) => message)).to.deep.equal(['the file is empty']);
    });
  }

  it('has a fault where a model cannot be made of its labs', () => {
    const { model, remarks } = readText('dynamips: latest\ndevices: [{ name: R1 }]\nlinks: []\n');
    expect(model).to.equal(undefined);
    expect(remarks.map(({ severity }) => severity)).to.deep.equal(['error']);
  });

  it('is not read when it is too long', () => {
    const { model, remarks } = readText('#'.repeat(300_001));
    expect(model).to.equal(undefined);
    expect(remarks[0]?.message).to.match(/^this text has 300001 characters, and at most 300000 are read here/);
  });

  it('has a model or an error, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { model, remarks } = readText(text);
        expect(model === undefined).to.equal(remarks.some(({ severity }) => severity === 'error'));
      }),
    );
  });
});
