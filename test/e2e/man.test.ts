import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { commandFiles } from '../support/command-files.ts';
import { hasTool, runTool } from '../support/tools.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = new URL('../../man/', import.meta.url);

const pages = ['niostat', ...commandFiles().map((file) => `niostat-${file.replace('/', '-')}`)].sort();

function text(page: string): string {
  return readFileSync(new URL(`${page}.1`, FOLDER), 'utf8');
}

describe('manual pages', () => {
  it('are there for niostat and for each command, and are part of the package', () => {
    expect(readdirSync(FOLDER).sort()).to.deep.equal(pages.map((page) => `${page}.1`).sort());
    const { man, files } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    // A new command needs a new line there: npm installs only pages that are named.
    expect([...man].sort()).to.deep.equal(pages.map((page) => `./man/${page}.1`).sort());
    expect(files).to.include('man');
  });

  it('say what each command takes', () => {
    const check = text('niostat-check');
    expect(check).to.match(/^\.TH NIOSTAT-CHECK 1 \d{4}-\d\d-\d\d "niostat /);
    for (const part of [
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'ARGUMENTS',
      'OPTIONS',
      'EXIT STATUS',
      'EXAMPLES',
      'SEE ALSO',
    ])
      expect(check).to.include(`\n.SH ${part}\n`);
    expect(check).to.include('One of text, json, sarif, junit, github, gitlab, html. Default: text.');
    expect(text('niostat')).to.include('.BR niostat\\-simulate (1)');
    expect(check).to.not.include('.SH COMMANDS');
    expect(text('niostat-teach')).to.match(/\n\.SH COMMANDS\n\.TP\n\.BR niostat\\-teach\\-walk \(1\)\n[A-Z]/);
    expect(text('niostat-teach-walk')).to.include('.B niostat teach walk\n');
  });

  it('have nothing that a locale could spoil', () => {
    for (const page of pages) expect(text(page), page).to.match(/^[\x20-\x7e\n]*$/);
  });

  if (hasTool('mandoc')) {
    it('are clean for mandoc', async () => {
      for (const page of pages) {
        const { output } = await runTool('mandoc', ['-Tlint', '-Wwarning', `man/${page}.1`], ROOT);
        expect(output).to.equal('');
      }
    });
  }

  if (hasTool('groff')) {
    it('are clean for groff', async () => {
      for (const page of pages) {
        const { code, output } = await runTool('groff', ['-man', '-ww', '-Tascii', '-z', `man/${page}.1`], ROOT);
        expect([code, output], page).to.deep.equal([0, '']);
      }
    });
  }
});
