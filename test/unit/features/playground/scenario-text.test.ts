import { expect } from 'chai';
import { readLab } from '../../../../src/core/lab/read-lab.ts';
import { playground } from '../../../../src/features/playground/playground.ts';
import { scenarioText } from '../../../../src/features/playground/scenario-text.ts';

const TWO_LABS = `# yaml-language-server: $schema=../docs/schemas/scenario.schema.json
name: First
devices: [{ name: R1 }] # kept
expect:
  findings: [note known-range, error labs-collide]

  consoles: { R1: 2000 }
---
name: Second
expect: { findings: [] }
devices: [{ name: R2 }]
`;

describe('a scenario of the playground', () => {
  it('has the lab, and not what must come out', () => {
    expect(scenarioText('two', TWO_LABS)).to.deep.equal({
      name: 'two',
      title: 'First',
      group: 'Bases too near',
      text: 'name: First\ndevices: [{ name: R1 }] # kept\n---\nname: Second\ndevices: [{ name: R2 }]\n',
    });
  });

  it('is listed under the worst that is found in it', () => {
    const group = (findings: string, more = ''): string =>
      scenarioText('x', `${more}expect: { findings: [${findings}] }\n`).group;
    expect(group('')).to.equal('Labs that work');
    expect(group('note known-range')).to.equal('Labs that work');
    expect(group('', 'allocator: gns3-server-3.0\n')).to.equal('GNS3 that works');
    expect(group('error console-twice')).to.equal('Consoles');
    expect(group('error nio-not-mutual')).to.equal('Ports by hand');
    expect(group('warning memory-limit')).to.equal('Memory');
  });

  it('is each of those that come with the program, and can be read', async () => {
    const { scenarios } = await playground('scenarios');
    expect(scenarios.map(({ name }) => name)).to.include.members(['full-mesh-3-routers', 'two-labs-one-host']);
    for (const { name, text, group } of scenarios) {
      expect(readLab(text, 'lab.yaml').problems, name).to.deep.equal([]);
      expect(text, name).to.not.match(/expect:|yaml-language-server/);
      expect(group, name).to.not.equal('');
    }
    const groups = scenarios.map(({ group }) => group);
    expect(groups.filter((group, index) => group !== groups[index - 1])).to.deep.equal([...new Set(groups)]);
  });
});
