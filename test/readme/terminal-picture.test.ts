import { expect } from 'chai';
import { validateXML } from 'xmllint-wasm';
import { isSamePicture } from '../support/readme/currency.ts';
import { runsOf, terminalPicture } from '../support/readme/terminal-picture.ts';

const picture = (output: string, { command = 'niostat check', description = 'One error' } = {}): string =>
  terminalPicture({ command, description, output, columns: 80 });

/** The words of a picture with their classes and their columns, line by line. */
function spansOf(svg: string): string[][] {
  return [...svg.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, spans = '']) =>
    [...spans.matchAll(/<tspan(?: class="([^"]*)")? x="([\d.]+)"[^>]*>([^<]*)</g)].map(
      ([, look = '', x, text]) => `${Math.round((Number(x) - 16) / 8.4)} ${look === '' ? '' : `(${look}) `}${text}`,
    ),
  );
}

describe('a picture of a terminal', () => {
  it('has each run of text in its colour and its column', () => {
    const output = '\u001b[31m\u001b[1m✗ error\u001b[22m\u001b[39m  at   \u001b[2m界 line\u001b[22m\r\n\r\nend\r\n';
    const [prompt, ...lines] = spansOf(picture(output));
    expect(prompt).to.deep.equal(['0 (d) $', '2 (b) niostat check']);
    // ✗ takes one column, 界 two; the empty line has no element, and keeps its place.
    expect(lines).to.deep.equal([['0 (b r) ✗ error', '9 at', '14 (d) 界 line'], ['0 end']]);
    expect([...picture(output).matchAll(/<text y="(\d+)"/g)].map(([, y]) => Number(y))).to.deep.equal([30, 49, 87]);
    expect(picture(output)).to.include(`textLength="58.8">界 line<`);
  });

  it('shows what is left of a line that was erased, and none of the sequences that move a cursor', () => {
    expect(runsOf('working…\r\u001b[Kdone\n\u001b[Hhome\n')).to.deep.equal([
      [{ text: 'done', look: '' }],
      [{ text: 'home', look: '' }],
    ]);
  });

  it('a colour ends with its code, or with 0, and goes on over the end of a line', () => {
    expect(runsOf('\u001b[33ma\nb\u001b[0mc\u001b[1;32md\u001b[39me')).to.deep.equal([
      [{ text: 'a', look: 'y' }],
      [
        { text: 'b', look: 'y' },
        { text: 'c', look: '' },
        { text: 'd', look: 'b g' },
        { text: 'e', look: 'b' },
      ],
    ]);
  });

  it('is a document of its own, whatever is printed, and loads nothing', async () => {
    const hostile = '</text><script>alert(1)</script> & "quotes" ]]> \u0000\u0007\ud800 <image href="https://x.test/">';
    const svg = picture(hostile, { command: `niostat ${hostile}`, description: hostile });
    const { valid, rawOutput } = await validateXML({
      xml: [{ fileName: 'picture.svg', contents: svg }],
      // Well-formedness is asked for: a schema that allows everything.
      schema: [
        `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/2000/svg">
          <xs:element name="svg"><xs:complexType><xs:sequence>
            <xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/>
          </xs:sequence><xs:anyAttribute processContents="skip"/></xs:complexType></xs:element>
        </xs:schema>`,
      ],
    });
    expect(valid, rawOutput).to.equal(true);
    const elements = new Set([...svg.matchAll(/<(\w+)/g)].map(([, name]) => name));
    expect([...elements].sort()).to.deep.equal(['desc', 'rect', 'style', 'svg', 'text', 'title', 'tspan']);
    const markup = svg.replace(/(<(tspan|title|desc)[^>]*>)[^<]*/g, '$1');
    expect(markup)
      .to.include('@media')
      .and.not.match(/href|src|url\(|@import|@font-face| on\w+=/);
  });

  it('has a title and a description for those who do not see it', () => {
    expect(picture('x')).to.include('aria-labelledby="title desc"');
    expect(picture('x')).to.include('<title id="title">niostat check</title>\n<desc id="desc">One error</desc>');
  });

  it('is current if it shows the same words in the same looks; ids and times may end a line earlier', () => {
    const shown = picture('\u001b[1mof niostat hypervisor (pid 312) and\u001b[22m\nothers');
    for (const same of [
      '\u001b[1mof niostat hypervisor (pid 40312)\u001b[22m\n\u001b[1mand\u001b[22m\nothers',
      '\u001b[1mof niostat hypervisor (pid\u001b[22m\n\u001b[1m7) and\u001b[22m others',
    ]) {
      expect(isSamePicture(shown, picture(same)), same).to.equal(true);
    }
    for (const other of [
      '\u001b[1mof niostat hypervisor (pid 312) or\u001b[22m\nothers',
      'of niostat hypervisor (pid 312) and\nothers',
      '\u001b[1mof niostat hypervisor (pid 312)\u001b[22m and\nothers',
    ]) {
      expect(isSamePicture(shown, picture(other)), other).to.equal(false);
    }
    expect(isSamePicture(picture('one two'), picture('one\ntwo'))).to.equal(false);
  });
});
