import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readLab } from '../../src/core/lab/read-lab.ts';
import { check } from '../../src/features/check/check.ts';
import { simulate } from '../../src/features/simulate/simulate.ts';
import { modelOf } from '../support/model.ts';
import { expectationOf } from './expectation.ts';

const FOLDER = new URL('../../scenarios/', import.meta.url);

describe('scenarios', () => {
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))) {
    it(`${file} gives what it expects`, () => {
      const text = readFileSync(new URL(file, FOLDER), 'utf8');
      const expected = expectationOf(text);
      const { labs, problems } = readLab(text, `scenarios/${file}`);
      expect(problems).to.deep.equal([]);

      const findings = check(modelOf(labs)).findings.map(({ severity, slug }) => `${severity} ${slug}`);
      expect(findings).to.deep.equal(expected.findings);

      for (const [dynamips, verdicts] of Object.entries(expected.verdicts)) {
        const result = simulate(modelOf(labs, { dynamips }));
        const found = Object.fromEntries(result.links.map(({ name, verdict }) => [name, verdict]));
        expect(Object.keys(found), 'links of one name hide each other').to.have.length(result.links.length);
        expect(found, `Dynamips ${dynamips}`).to.deep.equal(verdicts);
      }

      const result = simulate(modelOf(labs));
      if (expected.nios !== undefined) {
        const nios = result.nios.map((nio) => {
          return `${nio.hypervisor} ${nio.device} ${nio.interface} ${nio.localPort} -> ${nio.remoteHost}:${nio.remotePort}`;
        });
        expect(nios).to.deep.equal(expected.nios);
      }
      if (expected.consoles !== undefined) {
        const consoles = result.consoles.filter((row) => row.type === 'console').map((row) => [row.device, row.port]);
        expect(Object.fromEntries(consoles)).to.deep.equal(expected.consoles);
      }
    });
  }
});
