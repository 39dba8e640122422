import { expect } from 'chai';
import { endsThatFit, openFilesNeeded } from '../../../../src/core/kernel/open-files.ts';
import { finding, findings, place } from '../../../support/findings.ts';
import { scenarioLab } from '../../../support/read.ts';

/** `links` links between two switches on hypervisors of their own, so that each has as many ends. */
function lab(links: number, dynamips = '') {
  return scenarioLab(
    [
      ...(dynamips === '' ? [] : [`dynamips: ${dynamips}`]),
      'hypervisors:',
      '  - { address: "localhost:7200", baseUdp: 10000 }',
      '  - { address: "localhost:7201", baseUdp: 12000 }',
      'devices:',
      '  - { name: S1, kind: ethernet-switch, hypervisor: "localhost:7200" }',
      '  - { name: S2, kind: ethernet-switch, hypervisor: "localhost:7201" }',
      'links:',
      ...Array.from({ length: links }, (_, index) => `  - S1 ${index} -- S2 ${index}`),
      '',
    ].join('\n'),
  );
}

describe('too-many-ends', () => {
  it('takes what was seen: 1,017 NIOs under a limit of 1024, eight descriptors for a router', () => {
    expect(endsThatFit(1024, 0)).to.equal(1017);
    expect(endsThatFit(1024, 200)).to.equal(0);
    expect(openFilesNeeded({ ends: 1060, routers: 1 })).to.equal(1075);
  });

  it('finds each of two hypervisors with 1,060 ends, and says what is seen by the version', () => {
    const found = findings('too-many-ends', lab(1060));
    expect(found.map((one) => [one.severity, one.evidence.hypervisors])).to.deep.equal([
      ['error', ['localhost:7200']],
      ['error', ['localhost:7201']],
    ]);
    const [first] = found;
    expect(first?.id).to.equal('NIO061');
    expect(first === undefined ? '' : place(first)).to.equal('lab.yaml:2');
    expect(first?.message).to.include('1060 link ends').and.include('1024').and.include('about 1017 NIOs');
    expect(first?.consequences.map(({ text }) => text)).to.deep.equal([
      'with ulimit -n 1024 it answers "206-unable to create UDP NIO" from about NIO 1018 on; with a higher limit it aborts at descriptor 1024, and its routers with it',
      'with ulimit -n 1024 it answers "206-unable to create UDP NIO" from about NIO 1018 on; with a higher limit all NIOs are created',
    ]);
    expect(first?.remedy.text).to.include('43 link ends').and.include('ulimit -n 2048');
  });

  it('does not advise a higher limit for a Dynamips that aborts all the same', () => {
    expect(findings('too-many-ends', lab(1060, '0.2.14'))[0]?.remedy.text).to.not.include('ulimit');
  });

  it('counts the routers, and both ends of a link inside one hypervisor', () => {
    const routers = (count: number) =>
      scenarioLab(
        [
          'hypervisors: [{ address: "localhost:7200" }]',
          'devices:',
          ...Array.from({ length: count }, (_, index) => `  - { name: R${index} }`),
          '  - { name: S1, kind: ethernet-switch }',
          'links:',
          ...Array.from({ length: count }, (_, index) => `  - R${index} f0/0 -- S1 ${index}`),
          '',
        ].join('\n'),
      );
    // Each router costs 8 descriptors and 2 ends: (1024 - 7) / 10.
    expect(findings('too-many-ends', routers(101))).to.deep.equal([]);
    expect(finding('too-many-ends', routers(102)).message).to.include('204 link ends and 102 routers');
  });

  it('adds up labs that run at once on one hypervisor', () => {
    expect(findings('too-many-ends', lab(600))).to.deep.equal([]);
    expect(findings('too-many-ends', [lab(600), lab(600)])).to.have.length(2);
  });
});
