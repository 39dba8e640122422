import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { MODEL, niostat, niostatAll } from '../support/run-in-process.ts';
import { hasTool, runTool } from '../support/tools.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];
const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'gitlab', 'html'];
const COMMANDS = MODEL.commands.map(({ name }) => name);
const BELOW_TEACH = ['walk', 'practice', 'quiz', 'grade'];
const FIRST_WORDS = COMMANDS.filter((name) => !name.includes(' '));

describe('niostat completion', () => {
  const folder = new Folder();
  const scripts = new Map<string, { path: string; text: string }>();
  const here = join(folder.path, 'here');

  before(async () => {
    mkdirSync(join(here, 'labs'), { recursive: true });
    for (const name of [
      'here/a.net',
      'here/b c.yaml',
      'here/d.yml',
      'here/e.gns3',
      'here/f.gns3project',
      'here/notes.txt',
    ])
      folder.file(name, '');
    const runs = await niostatAll(SHELLS.map((shell) => ['completion', shell]));
    for (const [index, { code, stdout, stderr }] of runs.entries()) {
      expect([code, stderr]).to.deep.equal([0, '']);
      const shell = SHELLS[index] as string;
      scripts.set(shell, { path: folder.file(`niostat.${shell}`, stdout), text: stdout });
    }
  });

  function script(shell: string): { path: string; text: string } {
    return scripts.get(shell) ?? { path: '', text: '' };
  }

  it('has every command and every flag in every shell', async () => {
    const helps = await niostatAll(COMMANDS.map((command) => [...command.split(' '), '--help']));
    for (const [index, { stdout }] of helps.entries()) {
      const flags = [...stdout.matchAll(/^ +(?:-\w, )?--(?:\[no-\])?([a-z][\w-]*)/gm)].map(([, flag]) => flag);
      const hasJson = !['completion', 'hypervisor', 'playground', 'teach practice', 'teach quiz'].includes(
        COMMANDS[index] ?? '',
      );
      expect(flags, COMMANDS[index]).to.include(hasJson ? 'json' : 'color');
      for (const shell of SHELLS) {
        expect(script(shell).text, shell).to.include(COMMANDS[index]);
        for (const flag of flags) {
          // fish writes names of flags without hyphens.
          const written = shell === 'fish' ? `-l ${flag}` : `--${flag}`;
          expect(script(shell).text, `${shell} ${COMMANDS[index]}`).to.include(written);
        }
      }
    }
  });

  it('names no folder of this machine', () => {
    for (const shell of SHELLS)
      expect(script(shell).text, shell).to.include('niostat').and.to.not.include(process.cwd());
  });

  it('says which shells there are', async () => {
    const { code, stdout, stderr } = await niostat(['completion', 'tcsh']);
    expect([code, stdout]).to.deep.equal([2, '']);
    for (const shell of SHELLS) expect(stderr).to.include(shell);
  });

  describe('in bash', () => {
    /** What bash offers when the cursor is behind the last of these words, as readline hands them over. */
    async function offered(...words: string[]): Promise<string[]> {
      const program = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _niostat; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { code, output } = await runTool(
        'bash',
        ['--norc', '-c', program, script('bash').path, 'niostat', ...words],
        here,
      );
      expect(code, output).to.equal(0);
      return output
        .split('\n')
        .filter((line) => line !== '')
        .sort();
    }

    it('offers commands, flags and their values', async () => {
      expect(await offered('')).to.include.members([...FIRST_WORDS, '--help', '--version']);
      expect(await offered('che')).to.deep.equal(['check', 'checks']);
      expect(await offered('check', '--f')).to.deep.equal(['--fail-on', '--format']);
      expect(await offered('check', '--format', '')).to.deep.equal([...FORMATS].sort());
      expect(await offered('check', '--format', '=')).to.deep.equal([...FORMATS].sort());
      expect(await offered('check', '--format', '=', 's')).to.deep.equal(['sarif']);
      expect(await offered('simulate', '--format', 'd')).to.deep.equal(['dot']);
      expect(await offered('check', '--allocator', 'udp')).to.deep.equal(['udp-auto']);
      expect(await offered('completion', 'z')).to.deep.equal(['zsh']);
    });

    it('offers the commands below another as its second word, and their own flags behind', async () => {
      expect(await offered('tea')).to.deep.equal(['teach']);
      expect(await offered('teach', '')).to.include.members(BELOW_TEACH);
      expect(await offered('teach', 'w')).to.deep.equal(['walk']);
      expect(await offered('teach', 'walk', 'link-ch')).to.deep.equal(['link-churn', 'link-churn-gns3-server']);
      expect(await offered('teach', 'walk', '--col')).to.deep.equal(['--color']);
      expect(await offered('teach', 'grade', 'n')).to.deep.equal(['notes.txt']);
      expect(await offered('check', 'walk', 'zzz')).to.deep.equal([]);
    });

    it('offers checks and words by name', async () => {
      expect(await offered('explain', 'same')).to.deep.equal(['same-base-udp']);
      expect(await offered('explain', 'SHA')).to.deep.equal(['SHARED']);
      expect(await offered('explain', 'four')).to.deep.equal(['four-values']);
      expect(await offered('explain', '206')).to.deep.equal(['206']);
      expect(await offered('check', 'x.net', '--rule', 'same')).to.deep.equal(['same-base-udp']);
    });

    it('offers lab files and folders where a lab is taken, and other files elsewhere', async () => {
      const labs = ['a.net', 'b c.yaml', 'd.yml', 'e.gns3', 'f.gns3project', 'labs'];
      for (const command of ['check', 'simulate', 'links', 'probe'])
        expect(await offered(command, ''), command).to.deep.equal(labs);
      expect(await offered('check', 'a.net', 'b ')).to.deep.equal(['b c.yaml']);
      expect(await offered('probe', 'h:1', '--save-config', 'n')).to.deep.equal(['notes.txt']);
      expect(await offered('hypervisor', '--working-dir', '')).to.deep.equal(['labs']);
    });

    it('offers scenarios that begin as what is typed', async () => {
      for (const command of ['check', 'simulate', 'links', 'probe'])
        expect(await offered(command, 'link-ch'), command).to.deep.equal(['link-churn', 'link-churn-gns3-server']);
      expect(await offered('hypervisor', 'link-ch')).to.deep.equal([]);
    });

    it('offers nothing where nobody can know', async () => {
      expect(await offered('probe', '--timeout', '')).to.deep.equal([]);
      expect(await offered('send', '')).to.deep.equal([]);
      expect(await offered('bogus', '')).to.deep.equal([]);
    });
  });

  if (hasTool('fish')) {
    it('in fish offers commands, flags, values, checks and lab files', async () => {
      const offered = async (line: string): Promise<string[]> => {
        const { code, output } = await runTool(
          'fish',
          ['--no-config', '-c', `source ${script('fish').path}; complete -C '${line}'`],
          here,
        );
        expect(code, output).to.equal(0);
        return output.split('\n').flatMap((text) => (text === '' ? [] : [text.split('\t')[0] as string]));
      };
      expect(await offered('niostat ')).to.include.members(FIRST_WORDS);
      expect(await offered('niostat teach ')).to.include.members(BELOW_TEACH);
      expect(await offered('niostat teach walk udp-')).to.deep.equal(['udp-auto']);
      expect(await offered('niostat teach walk --col')).to.deep.equal(['--color']);
      expect(await offered('niostat check walk zzz')).to.deep.equal([]);
      expect((await offered('niostat check --format ')).sort()).to.deep.equal([...FORMATS].sort());
      expect(await offered('niostat check --for')).to.include('--format');
      expect(await offered('niostat explain same')).to.deep.equal(['same-base-udp']);
      expect((await offered('niostat check ')).sort()).to.deep.equal([
        'a.net',
        'b c.yaml',
        'd.yml',
        'e.gns3',
        'f.gns3project',
        'labs/',
      ]);
      expect((await offered('niostat check udp-')).sort()).to.deep.equal(['udp-auto']);
      expect(await offered('niostat hypervisor --working-dir ')).to.deep.equal(['labs/']);
      expect(await offered('niostat probe h:1 --save-config n')).to.deep.equal(['notes.txt']);
    });
  }

  if (hasTool('zsh')) {
    /**
     * What a zsh at a terminal prints when these keys are pressed and Tab, up to the pattern; the time limit
     * ends it otherwise. Choices are in rows, so that they come in their order however many there are.
     */
    const shown = async (keys: string, pattern: string): Promise<string> => {
      const program = `
        zmodload zsh/zpty
        zpty z zsh -f -i
        zpty -w z 'autoload -Uz compinit; compinit -u -D; setopt list_rows_first; bindkey "^I" list-choices; source ${script('zsh').path}; print re''ady'
        zpty -r z seen '*ready*'
        zpty -w -n z $'niostat ${keys}\\t'
        zpty -r z seen '${pattern}'
        print -r -- "$seen"
        zpty -d z`;
      const { code, output } = await runTool('zsh', ['-f', '-c', program], here);
      expect(code, output).to.equal(0);
      return output;
    };

    it('in zsh offers commands, flags, values, checks and lab files', async () => {
      await Promise.all([
        shown('check --format ', '*github*gitlab*json*junit*sarif*text*'),
        shown('check --f', '*fail-on*format*'),
        shown('explain s', '*same-base-udp*'),
        shown('check ', '*a.net*b*c.yaml*d.yml*e.gns3*f.gns3project*'),
        shown('', '*check*checks*simulate*'),
        shown('teach ', '*grade*practice*quiz*walk*'),
        shown('teach w', '*Step through*'),
        shown('teach walk ', '*a.net*b*c.yaml*d.yml*e.gns3*'),
      ]);
    });
  }

  it('in PowerShell has pairs of brackets and quotes, and no key twice', () => {
    const { text } = script('powershell');
    // Where there is no PowerShell to ask, this is what can be known: strings are closed, and brackets
    // outside of them match.
    const code = text
      .replace(/^#.*$/gm, '')
      .replace(/'(?:[^']|'')*'/g, "''")
      .replace(/"[^"\n]*"/g, '""');
    expect(code.match(/['"]/g)?.length ?? 0).to.satisfy((count: number) => count % 2 === 0);
    const open: string[] = [];
    for (const bracket of code.match(/[()[\]{}]/g) ?? []) {
      if ('([{'.includes(bracket)) open.push(bracket);
      else expect(`${open.pop()}${bracket}`).to.be.oneOf(['()', '[]', '{}']);
    }
    expect(open).to.deep.equal([]);
    // Keys of its tables are the same in any case.
    for (const [, body = ''] of text.matchAll(/\[ordered\]@\{\n((?: +'[^\n]*\n)*) *\}/g)) {
      const keys = [...body.matchAll(/^ +'([^']+)' =/gm)].map(([, key = '']) => key.toLowerCase());
      expect(new Set(keys).size).to.equal(keys.length);
    }
  });

  /** What came with PowerShell 6 or 7 (documented, "Differences between Windows PowerShell 5.1 and 7"). */
  const NOT_IN_5_1: readonly (readonly [string, RegExp])[] = [
    ['chains of pipelines', /&&|\|\|/],
    ['coalescing of null', /\?\?/],
    ['access if not null', /\}\?[.[]/],
    ['ternary operator', /\s\?\s[^{]/],
    ['background jobs', /(?<!&)&\s*$/m],
    ['-Parallel of ForEach-Object', /-Parallel\b/i],
    ['clean blocks', /\bclean\s*\{/i],
    ['variables of the platform', /\$Is(?:Windows|Linux|MacOS|CoreCLR)\b/i],
    ['numbers in binary, and of new types', /\b0b[01]+\b|\b\d+(?:u|y|uy|us|ul|n)\b/i],
    ['escapes of PowerShell 6', /`[eu]/],
  ];

  it('in PowerShell is ASCII, and knows only what Windows PowerShell 5.1 knows', () => {
    const { text } = script('powershell');
    expect(text).to.match(/^[\n\x20-\x7e]+$/);
    const code = text.replace(/^\s*#.*$/gm, '').replace(/'(?:[^']|'')*'/g, "''");
    for (const [name, pattern] of NOT_IN_5_1) expect(code, name).to.not.match(pattern);
    // None of its tips is empty: CompletionResult throws then (documented, its constructor).
    expect(text).to.not.match(/ = ''$/m);
    // In both versions the word before a file name's ending counts too; each is named all the same.
    expect(text).to.include('-CommandName niostat, niostat.cmd, niostat.ps1, niostat.exe, niostat-win-x64 ');
  });

  it('sees syntax of PowerShell 7 where it is', () => {
    const samples = [
      'a && b',
      '$a ?? 1',
      '$' + '{a}?.b',
      '$a ? 1 : 2',
      'a &',
      'ForEach-Object -Parallel {}',
      'clean {',
      '$IsWindows',
      '0b1',
      '`e',
    ];
    for (const [index, [name, pattern]] of NOT_IN_5_1.entries()) expect(samples[index], name).to.match(pattern);
  });
});
