import { expect } from 'chai';
import { check } from '../../../src/features/check/check.ts';
import { githubAnnotations } from '../../../src/output/github-annotations.ts';
import { BAD_LAB, labsOf, NO_ACCESS, rendered, scenarioResults } from '../../support/machine-formats.ts';
import { modelOf } from '../../support/model.ts';
import { fc } from '../../support/property.ts';

/**
 * What the runner makes of a line, after actions/runner, ActionCommand.cs: undo the escapes of values, then
 * of the message.
 */
function parsed(line: string): { command: string; properties: Record<string, string>; message: string } {
  const [, command = '', list = '', message = ''] = /^::(\w+) ([^\n]*?)::([^\n]*)$/.exec(line) ?? [];
  const undo = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  const pairs = list.split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    const value = undo(pair.slice(at + 1))
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',');
    return [pair.slice(0, at), value.replaceAll('%25', '%')];
  });
  return { command, properties: Object.fromEntries(pairs), message: undo(message).replaceAll('%25', '%') };
}

const PATHS = { folder: '/srv/repository', separator: '/' } as const;

const notice = { ruleId: 'NIO001', ruleName: 'same-base-udp', details: [], related: [], subject: [] };

describe('GitHub annotations', () => {
  it('are one line each, with the place, the rule and what to do', () => {
    const lines = githubAnnotations(
      [
        {
          ...notice,
          severity: 'error',
          message: '50% of a,b: gone',
          details: ['more'],
          remedy: 'do this',
          paste: 'one\ntwo',
          location: { file: 'labs/a,b:c%.net', line: 3, column: 5 },
        },
        { ...notice, severity: 'note', message: 'm' },
        { ...notice, severity: 'error', message: 'm', file: './labs/a.net' },
      ],
      PATHS,
    );
    expect(lines).to.deep.equal([
      '::error file=labs/a%2Cb%3Ac%25.net,line=3,col=5,title=NIO001 same-base-udp::50%25 of a,b: gone%0Amore%0AWhat to do: do this%0Aone%0Atwo',
      '::notice title=NIO001 same-base-udp::m',
      '::error file=labs/a.net,title=NIO001 same-base-udp::m',
    ]);
  });

  it('escape every line break, and a percent sign before it', () => {
    const [line] = githubAnnotations([{ ...notice, severity: 'error', message: 'a\r\nb%0Dc', file: 'x\ry' }], PATHS);
    expect(line).to.equal('::error file=x%0Dy,title=NIO001 same-base-udp::a%0D%0Ab%250Dc');
  });

  it('say paths of Windows as the repository has them', () => {
    const location = { file: '.\\labs\\monday evening\\a.net', line: 3, column: 5 };
    const paths = { folder: 'D:\\a\\labs', separator: '\\' } as const;
    expect(githubAnnotations([{ ...notice, severity: 'note', message: 'm', location }], paths)).to.deep.equal([
      '::notice file=labs/monday evening/a.net,line=3,col=5,title=NIO001 same-base-udp::m',
    ]);
  });

  it('point at an archive without a line, and say the place in it first', () => {
    const location = { file: 'lab.gns3project', within: 'project.gns3', line: 3, column: 5 };
    expect(githubAnnotations([{ ...notice, severity: 'note', message: 'm', location }], PATHS)).to.deep.equal([
      '::notice file=lab.gns3project,title=NIO001 same-base-udp::project.gns3:3:5: m',
    ]);
  });

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }), (name, message) => {
        // Slashes and dots are tidied up, which has a test of its own.
        const file = `x${name.replaceAll('/', ':')}`;
        const location = { file, line: 1, column: 2 };
        const [line = ''] = githubAnnotations([{ ...notice, severity: 'warning', message, location }], PATHS);
        expect(line).to.not.match(/[\r\n]/);
        const read = parsed(line);
        expect(read.command).to.equal('warning');
        expect(read.message).to.equal(message);
        expect(read.properties).to.deep.equal({ file, line: '1', col: '2', title: 'NIO001 same-base-udp' });
      }),
    );
  });

  it('of every scenario are followed by their sum', () => {
    for (const [name, result] of scenarioResults()) {
      const lines = rendered(result, 'github').split('\n');
      expect(lines, name).to.have.length(result.findings.length + 1);
      for (const line of lines.slice(0, -1)) expect(line, name).to.match(/^::(error|warning|notice) /);
      expect(lines.at(-1), name).to.match(/^\d+ labs?: \d+ errors?, \d+ warnings?, \d+ notes?$/);
    }
  });

  it('begin with files that could not be read, and count them', () => {
    const result = check(modelOf(labsOf('[localhost]\nudp = 9000\n[[ROUTER R1]]\n', 'a.net')));
    expect(rendered({ ...result, unreadable: [BAD_LAB, NO_ACCESS] }, 'github').split('\n')).to.deep.equal([
      '::error file=labs/bad.net,line=2,col=1,title=unreadable-lab::labs/bad.net cannot be used as a lab: no section%0Alabs/bad.net:2:1: error: no section%0Alabs/bad.net:9:4: error: no "value"',
      '::error file=labs/secret.net,title=unreadable-lab::cannot read labs/secret.net: permission denied',
      '1 lab: 0 errors, 0 warnings, 0 notes; 2 files or folders could not be read',
    ]);
  });

  it('say that GitHub shows ten of a severity where there are more', () => {
    const result = check(modelOf(labsOf('[localhost]\nudp = 9000\n[[ROUTER R1]]\n', 'a.net')));
    const last = (errors: number): string | undefined =>
      rendered({ ...result, summary: { error: errors, warning: 0, note: 0 } }, 'github')
        .split('\n')
        .at(-1);
    expect(last(10)).to.equal('1 lab: 10 errors, 0 warnings, 0 notes');
    expect(last(11)).to.equal(
      '1 lab: 11 errors, 0 warnings, 0 notes; GitHub shows the first 10 of a severity, the log has all',
    );
    // Files that could not be read are errors to GitHub too.
    const unread = { ...result, summary: { error: 9, warning: 0, note: 0 }, unreadable: [BAD_LAB, NO_ACCESS] };
    expect(rendered(unread, 'github').split('\n').at(-1)).to.equal(
      '1 lab: 9 errors, 0 warnings, 0 notes; 2 files or folders could not be read; ' +
        'GitHub shows the first 10 of a severity, the log has all',
    );
  });

  it('say once what is wrong with a file that has one error', () => {
    const result = check(modelOf(labsOf('[localhost]\nudp = 9000\n[[ROUTER R1]]\n', 'a.net')));
    const [problem] = BAD_LAB.problems;
    const unreadable = [{ ...BAD_LAB, problems: problem === undefined ? [] : [problem] }];
    expect(rendered({ ...result, unreadable }, 'github').split('\n')[0]).to.equal(
      '::error file=labs/bad.net,line=2,col=1,title=unreadable-lab::labs/bad.net cannot be used as a lab: no section',
    );
  });

  it('leave no line to a name out of a file', () => {
    const result = check(modelOf(labsOf('[localhost]\nudp = 9000\n[[ROUTER R1]]\n', 'a.net')));
    const labs = result.labs.map((lab) => ({ ...lab, name: '\n::add-mask::x ##[add-mask]y' }));
    expect(rendered({ ...result, labs }, 'github')).to.equal('1 lab: 0 errors, 0 warnings, 0 notes');
  });
});
