import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { PlaygroundData } from '../../src/output/page/playground-data.ts';
import { niostat } from '../support/run-in-process.ts';

/** The file has to open at once where a class shares one line to the network. */
const MOST_BYTES = 700_000;

describe('niostat playground', () => {
  let html = '';
  before(async () => {
    const { code, stdout, stderr } = await niostat(['playground']);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    html = stdout;
  });

  it('prints one file that asks for nothing else', () => {
    expect(html).to.match(/^<!doctype html>\n/);
    expect(html).to.match(/<\/html>\n$/);
    expect(html).to.not.match(/<(?:link|img|iframe|script [^>]*src)/);
    expect(Buffer.byteLength(html)).to.be.lessThan(MOST_BYTES);
  });

  it('has a policy that lets its own script and style through, and nothing else', () => {
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const hashOf = (tag: string): string => {
      const [, text = ''] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(html) ?? [];
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    expect(policy.split('; ')).to.include.members([
      "default-src 'none'",
      `script-src ${hashOf('script')}`,
      `style-src ${hashOf('style')}`,
      "form-action 'none'",
    ]);
    expect(policy).to.not.match(/unsafe|https?:|\*/);
  });

  it('has the scenarios in it', () => {
    const [, json = ''] = /<script type="application\/json" id="data">(.*)<\/script>/.exec(html) ?? [];
    const { scenarios } = JSON.parse(json) as PlaygroundData;
    expect(scenarios.map(({ name }) => name)).to.include.members(['full-mesh-3-routers', 'two-hypervisors-same-base']);
  });

  it('does not fill a terminal', async () => {
    expect(await niostat(['playground'], { columns: 80 })).to.deep.equal({
      code: 2,
      stdout: '',
      stderr:
        'niostat: a page is an HTML file for a browser, and this is a terminal\n' +
        '  write it into a file: add > playground.html\n',
    });
  });

  it('takes no lab, and says how one is shown', async () => {
    const { code, stderr } = await niostat(['playground', 'my lab.net']);
    expect({ code, stderr }).to.deep.equal({
      code: 2,
      stderr:
        'niostat: playground does not take "my lab.net"\n' +
        "  paste the lab into the page, or: niostat simulate 'my lab.net' --format html > lab.html\n",
    });
  });
});
