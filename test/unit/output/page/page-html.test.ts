import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { PageData } from '../../../../src/output/page/page-data.ts';
import { pageHtml, scriptJson } from '../../../../src/output/page/page-html.ts';

const PROGRAM = { script: 'start()', style: 'p{}', scriptHash: 'sha256-AAAA=', styleHash: 'sha256-BBBB=' };
const DATA: PageData = { version: 1, kind: 'simulate', title: 'Mesh', labs: [] };

/** The text of the element that a parser of HTML would find: up to the first thing that can end a script. */
function dataOf(html: string): unknown {
  const start = html.indexOf('id="data">') + 'id="data">'.length;
  return JSON.parse(html.slice(start, start + html.slice(start).search(/<\/script|<!--/i)));
}

describe('pageHtml', () => {
  it('lets its own script and style through, and nothing else', () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(pageHtml(DATA, PROGRAM)) ?? [];
    expect(policy?.split('; ')).to.deep.equal([
      "default-src 'none'",
      "script-src 'sha256-AAAA='",
      "style-src 'sha256-BBBB='",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  it('has the policy before anything that it forbids', () => {
    const html = pageHtml(DATA, PROGRAM);
    expect(html.indexOf('Content-Security-Policy')).to.be.below(html.search(/<(style|script|title)/));
  });

  it('has the script and the style byte for byte, as their hashes ask', () => {
    const script = 'const a = "ä\u2028 & <b>";\n\tconsole.log(a)';
    const html = pageHtml(DATA, { ...PROGRAM, script });
    const [written] = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => text);
    const digest = (text = '') => createHash('sha256').update(text).digest('base64');
    expect(digest(written)).to.equal(digest(script));
  });

  for (const name of ['</script><script>alert(1)</script>', '<!--<script>', ']]>', '\u2028\u2029', '\\u003c', '"\'`']) {
    it(`carries a lab called ${JSON.stringify(name)} as data`, () => {
      const html = pageHtml({ ...DATA, title: name }, PROGRAM);
      expect(dataOf(html)).to.deep.equal({ ...DATA, title: name });
      const [title = ''] = /<title>[\s\S]*?<\/title>/.exec(html) ?? [];
      expect(title.slice('<title>'.length, -'</title>'.length)).not.to.match(/[<>]/);
    });
  }

  it('carries a character that has no partner', () => {
    expect(JSON.parse(scriptJson({ name: '\ud800' }))).to.deep.equal({ name: '\ud800' });
  });

  it('refuses a program that would end its own element', () => {
    expect(() => pageHtml(DATA, { ...PROGRAM, script: 'a("</SCRIPT>")' })).to.throw('page');
    expect(() => pageHtml(DATA, { ...PROGRAM, script: 'a("<!--")' })).to.throw('page');
    expect(() => pageHtml(DATA, { ...PROGRAM, style: 'a{}</style>' })).to.throw('page');
  });

  it('says to a reader without scripts what the page is', () => {
    expect(pageHtml(DATA, PROGRAM)).to.match(/<noscript><p>This page draws the lab with a script/);
  });
});
