import { expect } from 'chai';
import { MODEL, niostat } from '../support/run-in-process.ts';

const LAB = 'scenarios/two-hypervisors-same-base.yaml';

describe('colours of commands', () => {
  it('are there with --color and FORCE_COLOR where the output is no terminal, also in help', async () => {
    for (const args of [['check', LAB], ['simulate', LAB], ['explain', 'NIO001'], ['--help'], ['check', '--help']]) {
      const name = args.join(' ');
      const neither = await niostat(args);
      const flag = await niostat([...args, '--color']);
      const variable = await niostat(args, { env: { FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' } });
      const none = await niostat([...args, '--no-color'], { env: { FORCE_COLOR: '1' } });
      expect(flag.stdout, name).to.include('\u001b[1m');
      expect(variable.stdout, name).to.equal(flag.stdout);
      expect(none.stdout, name).to.equal(neither.stdout);
      expect(flag.stdout.replace(/\u001b\[\d+m/g, ''), name).to.equal(neither.stdout);
    }
  });

  for (const { name, flags } of MODEL.commands.filter((one) => /^(check|simulate|plan|firewall)$/.test(one.name))) {
    it(`are in no format of ${name} but text`, async () => {
      const values = flags.find((flag) => flag.name === 'format')?.value?.values;
      const formats = (values?.kind === 'words' ? values.words : []).filter((one) => one !== 'table' && one !== 'text');
      expect(formats).to.not.deep.equal([]);
      const asked = formats.map((format) => ['--format', format, ...(format === 'jsonl' ? ['--trace'] : [])]);
      for (const words of [...asked, ['--json']]) {
        const { stdout } = await niostat([name, LAB, ...words, '--color'], { env: { FORCE_COLOR: '3' } });
        expect(stdout, words.join(' ')).to.match(/\S/).and.to.not.include('\u001b');
      }
    });
  }
});
