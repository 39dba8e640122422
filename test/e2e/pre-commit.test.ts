/**
 * The hook as its users have it: the real pre-commit clones the project, lets npm build and install it, and
 * runs it in a repository that the test makes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { BAD_LAB, BROKEN_SCENARIO, GOOD_LAB } from '../support/labs-of-a-course.ts';
import { blocksOf } from '../support/markdown.ts';
import { portableFile } from '../support/portable-file.ts';
import { lackOfPreCommit, Repositories, type Repository } from '../support/pre-commit.ts';
import { readProjectFile } from '../support/source-files.ts';
import type { Ended } from '../support/tools.ts';

const lack = lackOfPreCommit();

describe('the hook in the real pre-commit', function () {
  if (lack !== undefined) {
    it.skip(`is not tested here: ${lack}`);
    return;
  }
  // npm fetches and builds, maybe while other tests keep the machine busy.
  this.timeout(2_000_000);
  const repositories = new Repositories(new Folder());
  let labs: Repository;
  /** The commit of the configuration, which is YAML too. */
  let first: Ended;

  const config = (repo: string, rev: string): string => `repos:
  - repo: ${repo}
    rev: ${rev}
    hooks:
      - id: niostat-check
`;

  /** The commits of the repository of labs. */
  const commits = (): Promise<string> => labs.git('rev-list', '--all', '--count');

  /** Commits; says what came of it, and whether there is a commit more. */
  const commit = async (...files: readonly string[]): Promise<Ended & { readonly isCommitted: boolean }> => {
    const before = await commits();
    const ended = await labs.commit(...files);
    return { ...ended, isCommitted: (await commits()) !== before };
  };

  /** Files that a refused commit has left are none of the next one. */
  afterEach(async () => {
    await labs.git('reset', '--quiet', '--hard');
    await labs.git('clean', '--quiet', '-d', '--force');
  });

  before(async () => {
    const project = await repositories.ofProject();
    labs = await repositories.make('labs');
    labs.write('.pre-commit-config.yaml', config(project.path, await project.git('rev-parse', 'HEAD')));
    const { code, output } = await labs.run('pre-commit', ['install', '--install-hooks']);
    expect(code, output).to.equal(0);
    first = await labs.commit();
  });

  it('is skipped in a commit without a file that may be a lab', async () => {
    labs.write('README.md', '# Labs\n');
    const { output, isCommitted } = await commit('README.md');
    expect(output).to.match(/niostat check\.+\(no files to check\)Skipped\n/);
    expect(isCommitted).to.equal(true);
  });

  it('lets plain YAML pass, its own configuration first', async () => {
    expect(first.output).to.match(/niostat check\.+Passed\n/);
    expect(first.code).to.equal(0);
    labs.write('compose.yaml', 'services:\n  web:\n    image: nginx\n');
    labs.write('list.yml', '- one\n- two\n');
    const { output, isCommitted } = await commit();
    expect(output).to.match(/niostat check\.+Passed\n/);
    expect(isCommitted).to.equal(true);
  });

  it('lets good labs pass, which are taken one by one', async () => {
    // The same ports in both, which would clash if they ran at once.
    labs.write('monday.net', GOOD_LAB);
    labs.write('week 2/tuesday lab.net', GOOD_LAB);
    const { output, isCommitted } = await commit();
    expect(output).to.match(/niostat check\.+Passed\n/);
    expect(isCommitted).to.equal(true);
  });

  it('stops a commit with a bad lab, and shows what is wrong with it', async () => {
    labs.write('wednesday.net', BAD_LAB);
    labs.write('thursday.net', GOOD_LAB);
    const { output, isCommitted } = await commit();
    expect(output).to.match(/niostat check\.+Failed\n- hook id: niostat-check\n- exit code: 1\n/);
    expect(output).to.match(/error NIO001 same-base-udp {2}wednesday\.net:5:1\n/);
    expect(isCommitted).to.equal(false);
  });

  it('stops one with a bad lab in a subfolder, with a blank in its name and the ending of Windows', async () => {
    labs.write('week 3/A LAB.NET', BAD_LAB);
    const { output, isCommitted } = await commit();
    expect(output).to.match(/- exit code: 1\n/);
    expect(output).to.include('week 3/A LAB.NET:5:1');
    expect(isCommitted).to.equal(false);
  });

  it('stops one with a scenario that is broken, and shows the line', async () => {
    labs.write('friday.yaml', BROKEN_SCENARIO);
    const { output, isCommitted } = await commit();
    expect(output).to.match(/niostat check\.+Failed\n- hook id: niostat-check\n- exit code: 2\n/);
    expect(output).to.match(/friday\.yaml:5:\d+.*127\.0\.0\.1:7300/);
    expect(isCommitted).to.equal(false);
  });

  it('shows findings of all processes among which pre-commit splits a long list', async () => {
    for (let day = 10; day < 30; day++) labs.write(`day${day}.net`, day % 9 === 1 ? BAD_LAB : GOOD_LAB);
    const { output, isCommitted } = await commit();
    const named = new Set([...output.matchAll(/NIO001 same-base-udp {2}(\S+):5:1/g)].map(([, name]) => name));
    expect([...named].sort()).to.deep.equal(['day10.net', 'day19.net', 'day28.net']);
    expect(isCommitted).to.equal(false);
  });

  it('looks at all files of the repository with --all-files', async () => {
    const passed = await labs.run('pre-commit', ['run', '--all-files']);
    expect(passed.output).to.match(/niostat check\.+Passed\n/);
    expect(passed.code).to.equal(0);
    labs.write('old.net', BAD_LAB);
    await labs.git('add', 'old.net');
    const failed = await labs.run('pre-commit', ['run', '--all-files']);
    expect(failed.output).to.include('old.net:5:1');
    expect(failed.code).to.equal(1);
  });

  it('has been built from the project alone, once', () => {
    const clones = readdirSync(join(labs.path, '..', 'pre-commit')).filter((name) => name.startsWith('repo'));
    expect(clones).to.have.length(1);
  });
});

describe('the hook with a file in the repository, in the real pre-commit', function () {
  if (lack !== undefined) {
    it.skip(`is not tested here: ${lack}`);
    return;
  }
  this.timeout(300_000);
  let course: Repository;

  before(async () => {
    course = await new Repositories(new Folder()).make('course');
    const [config = ''] = blocksOf(readProjectFile('docs/CI.md'), 'pre-commit', 'yaml');
    course.write('.pre-commit-config.yaml', config);
    course.write('tools/niostat-portable.cjs', readFileSync(await portableFile()));
    await course.git('add', '--all');
    const { code, output } = await course.run('pre-commit', ['install']);
    expect(code, output).to.equal(0);
  });

  it('lets a good lab pass and stops a bad one, as docs/CI.md shows it', async () => {
    course.write('labs/monday.net', GOOD_LAB);
    const passed = await course.commit();
    expect(passed.code, passed.output).to.equal(0);
    expect(passed.output).to.match(/niostat check\.+Passed\n/);
    course.write('labs/wednesday.net', BAD_LAB);
    const { code, output } = await course.commit();
    expect(code).to.equal(1);
    const [shown = ''] = blocksOf(readProjectFile('docs/CI.md'), 'pre-commit', 'text');
    expect(shown).to.include('wednesday.net');
    expect(output).to.include(shown);
  });
});
