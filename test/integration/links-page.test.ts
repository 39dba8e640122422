/** The page of links, written once and again and again. Needs Linux and the built program. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PageData } from '../../src/output/page/page-data.ts';
import { ContinuousRun } from '../support/continuous-run.ts';
import { niostat } from '../support/run-in-process.ts';

const LAB = 'scenarios/full-mesh-3-routers.yaml';

function dataOf(page: string): PageData {
  return JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(page)?.[1] ?? '') as PageData;
}

describe('niostat links --format html', () => {
  let folder = '';
  let path = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'niostat-links-page-'));
    path = join(folder, 'lab.html');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('carries every link of the lab with what was seen of it, and ends as other formats do', async () => {
    const [page, table] = await Promise.all([
      niostat(['links', LAB, '--format', 'html']),
      niostat(['links', LAB, '--format', 'csv']),
    ]);
    expect(page.code).to.equal(table.code);
    const { kind, links, reloadSeconds } = dataOf(page.stdout);
    expect({ kind, reloadSeconds }).to.deep.equal({ kind: 'links', reloadSeconds: undefined });
    expect(links?.links.map(({ name }) => name)).to.have.members([
      'R1 f0/0 -- R2 f0/0',
      'R1 f1/0 -- R3 f0/0',
      'R2 f1/0 -- R3 f1/0',
    ]);
  });

  it('goes into a file with --write, which a remark names', async () => {
    const { stdout, stderr } = await niostat(['links', LAB, '--format', 'html', '--write', path]);
    expect({ stdout, stderr }).to.deep.equal({ stdout: '', stderr: `niostat: ${path} is written\n` });
    expect(dataOf(readFileSync(path, 'utf8')).title)
      .to.be.a('string')
      .and.not.equal('');
  });

  it('is written to its end though Ctrl-C comes meanwhile, and nothing else is left in the folder', async () => {
    const changes = watch(folder);
    try {
      await ContinuousRun.with(['links', LAB, '--format', 'html', '--write', path], async (run) => {
        // The first that is there of it has another name.
        await new Promise((resolve) => changes.once('change', resolve));
        await run.endWith('SIGINT');
      });
    } finally {
      changes.close();
    }
    expect(readdirSync(folder)).to.deep.equal(['lab.html']);
    expect(dataOf(readFileSync(path, 'utf8')).kind).to.equal('links');
  });

  it('is refused where it has no place, or nothing is to be written', async () => {
    const refused = [
      ['-c', '--format', 'html'],
      ['-c', '--format', 'svg'],
      ['--write', path],
      ['--format', 'html', '--json'],
      ['--format', 'html', '--write', ''],
    ];
    for (const flags of refused) {
      const { code, stdout } = await niostat(['links', LAB, ...flags]);
      expect(code, flags.join(' ')).to.equal(2);
      expect(stdout, flags.join(' ')).to.not.match(/<!doctype|<svg/);
    }
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('is replaced with -c, and loads itself anew until Ctrl-C; the last one stays as it is', async () => {
    const changes = watch(folder);
    const pages: PageData[] = [];
    try {
      await ContinuousRun.with(['links', LAB, '-c', '100ms', '--format', 'html', '--write', path], async (run) => {
        while (new Set(pages.map(({ links }) => links?.at)).size < 2) {
          await new Promise((resolve) => changes.once('change', resolve));
          if (readdirSync(folder).includes('lab.html')) pages.push(dataOf(readFileSync(path, 'utf8')));
        }
        const code = await run.endWith('SIGINT');
        expect(code).to.equal(1);
        expect(run.stdout).to.equal('');
        expect(run.stderr.match(/is written anew/g)).to.have.length(1);
      });
    } finally {
      changes.close();
    }
    expect(new Set(pages.map(({ reloadSeconds }) => reloadSeconds))).to.deep.equal(new Set([1]));
    expect(readdirSync(folder)).to.deep.equal(['lab.html']);
    const last = dataOf(readFileSync(path, 'utf8'));
    expect(last).to.not.have.property('reloadSeconds');
    expect(last.links?.at).to.match(/^\d{4}-\d{2}-\d{2}T/);
  });
});
