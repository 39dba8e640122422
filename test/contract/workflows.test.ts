/** The workflows of this project, read as GitHub reads them, and held against what they must not do. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { Folder } from '../support/cli.ts';
import { ROOT } from '../support/packed.ts';
import { readWorkflow } from '../support/workflows.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly uses?: string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly strategy?: { readonly matrix: { readonly part: string } };
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = join(ROOT, '.github', 'workflows');
const WORKFLOWS = new Map(
  readdirSync(FOLDER).map((name): [string, Workflow] => [name, parse(readFileSync(join(FOLDER, name), 'utf8'))]),
);

const jobOf = (workflow: string, job: string): Job => WORKFLOWS.get(workflow)?.jobs[job] ?? {};

describe('workflows', () => {
  it('are three', () => {
    expect([...WORKFLOWS.keys()]).to.deep.equal(['ci.yml', 'full.yml', 'release.yml']);
  });

  for (const [name, workflow] of WORKFLOWS) {
    describe(name, () => {
      it('is what GitHub takes', async () => {
        const text = readFileSync(join(FOLDER, name), 'utf8');
        expect((await readWorkflow(name, text)).errors).to.deep.equal([]);
        expect((await readWorkflow(name, text.replace('runs-on:', 'run-on:'))).errors).to.not.be.empty;
      });

      it('uses actions of GitHub by their major version, and files that are there', () => {
        const jobs = Object.values(workflow.jobs);
        const steps = jobs.flatMap((job) => job.steps ?? []);
        const used = [...jobs, ...steps].flatMap(({ uses = [] }) => uses);
        const scripts = steps.flatMap(({ run = '' }) => /^\.ci\/\w+/.exec(run) ?? []);
        const files = [...used.filter((name) => name.startsWith('./')), ...scripts];
        expect(files.filter((file) => !existsSync(join(ROOT, file)))).to.deep.equal([]);
        expect(used.filter((name) => !name.startsWith('./') && !/^actions\/[a-z-]+@v\d+$/.test(name))).to.deep.equal(
          [],
        );
        expect([...used, ...scripts]).to.not.be.empty;
      });

      it('writes nowhere by default', () => {
        expect(Object.values(workflow.permissions).filter((right) => right !== 'read')).to.deep.equal([]);
      });
    });
  }

  it('try every part of .ci/full but the benchmarks', () => {
    const folder = new Folder();
    const output = folder.file('output', '');
    const [list] = (jobOf('full.yml', 'parts').steps ?? []).flatMap(({ run = [] }) => run);
    execFileSync('bash', ['-e', '-c', list ?? ''], { cwd: ROOT, env: { ...process.env, GITHUB_OUTPUT: output } });
    const [, names = ''] = /^names=(.*)\n$/.exec(readFileSync(output, 'utf8')) ?? [];
    const parts: string[] = JSON.parse(names);
    expect(parts).to.include.members(['browsers', 'nodes', 'release', 'soaks']);
    expect(['benchmarks', ...parts].sort()).to.deep.equal(readdirSync(join(ROOT, '.ci', 'parts')).sort());
    expect(jobOf('full.yml', 'part').strategy?.matrix.part).to.equal(`\${{ fromJSON(needs.parts.outputs.names) }}`);
  });

  it('release what was tested, job after job, each with the rights that it needs', () => {
    const jobs = Object.entries(WORKFLOWS.get('release.yml')?.jobs ?? {});
    expect(jobs.map(([name, { needs, permissions }]) => [name, needs, permissions])).to.deep.equal([
      ['test', undefined, { contents: 'read' }],
      ['build', 'test', { contents: 'read' }],
      ['attach', 'build', { contents: 'write', 'id-token': 'write', attestations: 'write' }],
      ['publish', 'attach', { 'id-token': 'write' }],
    ]);
    expect(jobOf('release.yml', 'test').uses).to.equal('./.github/workflows/ci.yml');
    const commands = (job: string) => (jobOf('release.yml', job).steps ?? []).flatMap(({ run = [] }) => run).join('\n');
    expect(commands('build')).to.include('npm run release');
    expect(commands('publish')).to.match(/^npm publish .*--provenance/);
    // What writes checks nothing out and runs no code of the repository.
    for (const job of ['attach', 'publish'])
      expect(JSON.stringify(jobOf('release.yml', job).steps)).to.not.match(/checkout|npm (ci|run|install)/);
  });
});
