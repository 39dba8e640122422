import { expect } from 'chai';
import { validateXML } from 'xmllint-wasm';
import { el } from '../../../../src/output/markup/markup.ts';
import { toHtml } from '../../../../src/output/markup/to-html.ts';
import { toXml } from '../../../../src/output/markup/to-xml.ts';
import { HOSTILE_NAMES } from '../../../support/hostile-labs.ts';

describe('markup as XML', () => {
  it('writes elements, attributes and text in their order, and empty elements short', () => {
    expect(toXml(el('g', { id: 'a', x: 1.5 }, 'one', el('path', { d: 'M0 0' })))).to.equal(
      '<g id="a" x="1.5">one<path d="M0 0"/></g>',
    );
  });

  it('leaves out the key and what is false or absent, and gives true an empty value', () => {
    expect(toXml(el('g', { key: 'k', a: false, b: undefined, c: true, d: 0 }))).to.equal('<g c="" d="0"/>');
  });

  it('escapes text and attributes, and replaces what XML cannot hold', () => {
    expect(toXml(el('t', { a: '<&>"\n' }, '<&>"\u0000\ud800'))).to.equal(
      '<t a="&lt;&amp;&gt;&quot;&#10;">&lt;&amp;&gt;"\ufffd\ufffd</t>',
    );
  });

  it('is well-formed whatever names are in it', async () => {
    const contents = toXml(el('list', {}, ...HOSTILE_NAMES.map((name) => el('name', { is: name }, name))));
    const { valid, errors } = await validateXML({ xml: [{ fileName: 'names.xml', contents }], normalization: 'c14n' });
    expect(errors).to.deep.equal([]);
    expect(valid).to.equal(true);
  });
});

describe('markup as HTML', () => {
  it('gives void elements no end tag, and all others one', () => {
    expect(toHtml(el('p', { hidden: true }, el('br'), el('b'), 'x'))).to.equal('<p hidden><br><b></b>x</p>');
  });

  it('escapes text and attributes', () => {
    expect(toHtml(el('a', { title: '"><script>' }, '</a><script>&'))).to.equal(
      '<a title="&quot;&gt;&lt;script&gt;">&lt;/a&gt;&lt;script&gt;&amp;</a>',
    );
  });

  it('refuses a style or script that would end before its end', () => {
    expect(toHtml(el('style', {}, 'a > b {}'))).to.equal('<style>a > b {}</style>');
    expect(() => toHtml(el('style', {}, '</style>'))).to.throw(RangeError);
    expect(() => toHtml(el('script', {}, 'if (a && b) {}'))).to.throw(RangeError);
  });

  it('keeps a line break at the beginning of preformatted text', () => {
    expect(toHtml(el('pre', {}, '\nx'))).to.equal('<pre>\n\nx</pre>');
  });
});

for (const [language, write] of [
  ['XML', toXml],
  ['HTML', toHtml],
] as const) {
  it(`refuses names of elements and attributes that are not plain, in ${language}`, () => {
    for (const tag of ['', 'a b', 'a>', '<a', '1', 'a/']) expect(() => write(el(tag)), tag).to.throw(RangeError);
    for (const name of ['', 'a b', 'a=', '"', 'onclick', 'OnLoad', 'a>b']) {
      expect(() => write(el('a', { [name]: 'x' })), name).to.throw(RangeError);
    }
  });
}
