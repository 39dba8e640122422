import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { Folder, niostat } from '../support/cli.ts';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly files: string;
  readonly require_serial?: boolean;
}

describe('hooks for pre-commit', () => {
  const hooks: Hook[] = parse(readFileSync(new URL('../../.pre-commit-hooks.yaml', import.meta.url), 'utf8'));
  const folder = new Folder();

  it('are one, which npm can install and docs/CI.md names', () => {
    expect(hooks.map(({ id, language }) => [id, language])).to.deep.equal([['niostat-check', 'node']]);
    expect(readFileSync(new URL('../../docs/CI.md', import.meta.url), 'utf8')).to.include('id: niostat-check');
  });

  it('are run once for all files, so that there is one report', () => {
    // pre-commit, "Creating new hooks": without require_serial it starts several at once.
    const page = readFileSync(new URL('../../docs/CI.md', import.meta.url), 'utf8');
    const recipe: { repos: { hooks: Hook[] }[] } = parse(
      /```yaml\n(repos:\n {2}- repo: local[\s\S]*?)```/.exec(page)?.[1] ?? '',
    );
    expect([...hooks, ...(recipe.repos[0]?.hooks ?? [])].map((hook) => hook.require_serial)).to.deep.equal([
      true,
      true,
    ]);
  });

  it('take files with the endings of labs', () => {
    // Python writes in front of a pattern what JavaScript writes behind it.
    const [, text = ''] = /^\(\?i\)(.*)$/.exec(hooks[0]?.files ?? '') ?? [];
    const pattern = new RegExp(text, 'i');
    for (const name of ['a.net', 'labs/b.yaml', 'c.yml', 'd.gns3', 'E.NET', 'f.gns3project', 'g.gns3p'])
      expect(name).to.match(pattern);
    for (const name of ['a.net.bak', 'network', 'yaml', 'a.md']) expect(name).to.not.match(pattern);
  });

  it('let a commit of good labs and other YAML pass, and stop one with a bad lab', async () => {
    const clean = '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
    // The same ports in two files, which nobody runs at once.
    const good = ['monday.net', 'tuesday.net'].map((name) => folder.file(name, clean));
    const other = folder.file('.pre-commit-config.yaml', 'repos: []\n');
    const [program, ...args] = hooks[0]?.entry.split(' ') ?? [];
    expect(program).to.equal('niostat');
    expect((await niostat([...args, ...good, other])).code).to.equal(0);
    const bad = await niostat([...args, ...good, other, 'scenarios/two-hypervisors-same-base.yaml']);
    expect(bad.code).to.equal(1);
    expect(bad.stdout).to.include('NIO001');
  });
});
