/** Flags that had another name: scripts may still use it, and nothing names it any more. */
import { expect } from 'chai';
import { renderCompletion } from '../../src/cli/program/completion.ts';
import { manPages } from '../../src/cli/program/man-page.ts';
import { SHELLS } from '../../src/cli/program/shells.ts';
import { Folder } from '../support/cli.ts';
import { MODEL, niostat, niostatAll } from '../support/run-in-process.ts';

interface Renamed {
  readonly command: string;
  readonly old: string;
  readonly name: string;
}

/** Names of 0.1 that go when 0.3 comes. */
const VALUES: readonly (Renamed & { readonly value: string })[] = [
  { command: 'firewall', old: '--for', name: '--format', value: 'nft' },
  { command: 'hypervisor', old: '--generation', name: '--dynamips', value: '0.2.17' },
  { command: 'kernel', old: '--save', name: '--write', value: 'kernel.json' },
  { command: 'respond', old: '--for', name: '--duration', value: '50ms' },
];

const ALL: readonly Renamed[] = [...VALUES, { command: 'rehearse', old: '--all', name: '--verbose' }];

const lab = new Folder().file('two.net', '[198.18.0.1]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[198.18.0.2]\n[[ROUTER R2]]\n');

describe('old names of flags', () => {
  it('are in no help, no completion and no manual page', async () => {
    const pages = new Map(manPages(MODEL, { date: '2026-01-31' }).map(({ name, text }) => [name, text]));
    const scripts = SHELLS.map((shell) => renderCompletion(MODEL, shell));
    const helps = await niostatAll(ALL.map(({ command }) => [command, '--help']));
    for (const [index, { command, old, name }] of ALL.entries()) {
      const page = pages.get(`niostat-${command}`)?.replaceAll('\\-', '-') ?? '';
      for (const text of [helps[index]?.stdout, page]) {
        expect(text, command)
          .to.match(new RegExp(`${name}\\b`))
          .and.not.match(new RegExp(`${old}\\b(?!-)`));
      }
      const flags = MODEL.commands.find((each) => each.name === command)?.flags ?? [];
      expect(flags.map((flag) => `--${flag.name}`))
        .to.include(name)
        .and.not.include(old);
    }
    // What no command has any more is nowhere in the scripts: a flag of bash and zsh, and one of fish.
    const names = new Set(MODEL.commands.flatMap(({ flags }) => flags.map(({ name }) => `--${name}`)));
    for (const { old } of ALL.filter((renamed) => !names.has(renamed.old))) {
      const spelt = new RegExp(`(--|-l )${old.slice(2)}(?![\\w-])`);
      for (const script of scripts) expect(script, old).to.not.match(spelt);
    }
  });

  it('are no letters either: rehearse has no -a in its help', async () => {
    const { stdout } = await niostat(['rehearse', '--help']);
    expect(stdout).to.include('-v, --verbose').and.not.match(/ -a\b/);
  });

  it('are named where a flag is given by both names, or twice by one', async () => {
    for (const { command, old, name, value } of VALUES) {
      const given = (...flags: string[]) => niostat([command, ...flags.flatMap((flag) => [flag, value])]);
      const both = `niostat: ${old} is the old name of ${name}: both are given\n  leave ${old} out\n`;
      for (const run of [await given(old, name), await given(name, old)]) {
        expect([run.code, run.stdout, run.stderr]).to.deep.equal([2, '', both]);
      }
      const joined = await niostat([command, `${old}=${value}`, `${name}=${value}`]);
      expect([joined.code, joined.stderr]).to.deep.equal([2, both]);
      for (const flag of [old, name]) {
        const run = await given(flag, flag);
        expect([run.code, run.stderr]).to.deep.equal([2, `niostat: ${flag} is given twice\n  leave one of them out\n`]);
      }
    }
  });

  it('mean what the new ones mean', async () => {
    const [old, now] = await niostatAll(
      ['--for', '--format'].map((flag) => ['firewall', lab, '--host', '198.18.0.2', flag, 'iptables']),
    );
    expect([old?.code, old?.stdout]).to.deep.equal([0, now?.stdout]);
    expect(old?.stdout).to.match(/^#!\/bin\/sh\n/);
    const refused = await niostatAll(
      ['--for', '--duration'].map((flag) => ['respond', '--udp', '10000', flag, 'long']),
    );
    for (const { code, stderr } of refused) {
      expect([code, stderr.split('\n')[0]]).to.deep.equal([2, 'niostat: --duration: "long" is not a time']);
    }
    for (const { stderr } of await niostatAll(
      ['-a', '--all'].map((flag) => ['rehearse', lab, flag, '--frames', '0']),
    )) {
      expect(stderr.split('\n')[0]).to.equal('niostat: --frames: 0 is too small');
    }
    const kernels = await niostatAll(['--save', '--write'].map((flag) => ['kernel', flag, '-']));
    for (const { code, stderr } of kernels) {
      expect([code, stderr.split('\n')[0]]).to.deep.equal([
        2,
        'niostat: --write needs the name of a file, and "-" is not one',
      ]);
    }
  });
});
