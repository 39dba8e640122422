import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { unpackLab } from '../../src/core/lab/pack-lab.ts';
import { readLab } from '../../src/core/lab/read-lab.ts';
import type { PageData } from '../../src/output/page/page-data.ts';
import { niostat } from '../support/run-in-process.ts';

const LAB = 'scenarios/full-mesh-3-routers.yaml';

/** What stands between two marks of a text. */
function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start) + start.length;
  return text.slice(from, text.indexOf(end, from));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

describe('simulate --format html', () => {
  it('prints one file that carries the lab as it was read', async () => {
    const { code, stdout, stderr } = await niostat(['simulate', '--format', 'html', LAB]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout)
      .to.match(/^<!doctype html>\n/)
      .and.match(/<\/html>\n$/);
    const data = JSON.parse(between(stdout, 'id="data">', '</script>')) as PageData;
    const file = new URL(`../../${LAB}`, import.meta.url).pathname;
    const { labs } = readLab(readFileSync(file, 'utf8'), LAB);
    expect(data.labs.map(unpackLab)).to.deep.equal(labs);
  });

  it('names in its policy the hashes of the script and the style that it has', async () => {
    const { stdout } = await niostat(['simulate', '--format', 'html', LAB]);
    const policy = between(stdout, 'http-equiv="Content-Security-Policy" content="', '"');
    expect(policy).to.contain(`script-src 'sha256-${sha256(between(stdout, '<script>', '</script>'))}'`);
    expect(policy).to.contain(`style-src 'sha256-${sha256(between(stdout, '<style>', '</style>'))}'`);
  });

  it('names nothing that would have to be fetched', async () => {
    const { stdout } = await niostat(['simulate', '--format', 'html', LAB]);
    const markup = stdout.replace(between(stdout, '<script>', '</script>'), () => '');
    expect(markup).not.to.match(/<(link|img|iframe|object|embed|base)\b|\b(src|href)\s*=|@import|url\((?!["']?#)/i);
  });

  it('carries what was assumed', async () => {
    const flags = ['--dynamips', '0.2.14', '--allocator', 'gns3-server-1.3'];
    const { stdout } = await niostat(['simulate', '--format', 'html', ...flags, LAB]);
    const { assumptions } = JSON.parse(between(stdout, 'id="data">', '</script>')) as PageData;
    expect(assumptions).to.deep.equal({ dynamips: '0.2.14', allocator: 'gns3-server-1.3' });
  });

  it('is refused on a terminal, which could not show it', async () => {
    const { code, stdout, stderr } = await niostat(['simulate', '--format', 'html', LAB], { columns: 80 });
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(stderr).to.contain('this is a terminal').and.contain('> lab.html');
  });

  it('is refused with --filter, which would be passed over', async () => {
    const { code, stderr } = await niostat(['simulate', '--format', 'html', '--filter', 'device R1', LAB]);
    expect(code).to.equal(2);
    expect(stderr).to.contain('a page shows the whole lab');
  });
});
