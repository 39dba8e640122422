import type { Attributes, Markup } from './markup.ts';
import { plainAttribute, plainTag } from './plain-names.ts';

/** Elements of HTML that have no end tag. */
const VOID: ReadonlySet<string> = new Set([
  ...['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'],
]);

/** Elements whose text HTML does not unescape. */
const RAW: ReadonlySet<string> = new Set(['script', 'style']);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\0': '\ufffd',
};

/**
 * Markup as HTML, SVG in it included. Throws a `RangeError` for the name of an element or attribute that is
 * not plain, and for text that a `script` or `style` element cannot hold.
 */
export function toHtml(markup: Markup): string {
  if (typeof markup === 'string') return escaped(markup);
  const { tag, attributes, children } = markup;
  const start = `<${plainTag(tag)}${attributeText(attributes)}>`;
  if (VOID.has(tag.toLowerCase())) return start;
  return `${start}${contentOf(tag, children)}</${tag}>`;
}

function contentOf(tag: string, children: readonly Markup[]): string {
  if (RAW.has(tag.toLowerCase())) return children.map(rawText).join('');
  const content = children.map(toHtml).join('');
  // HTML takes away a line break at the beginning of these.
  return /^(pre|textarea)$/i.test(tag) && content.startsWith('\n') ? `\n${content}` : content;
}

function rawText(child: Markup): string {
  if (typeof child === 'string' && !/[<&]/.test(child)) return child;
  throw new RangeError('a script or style element that HTML would read otherwise');
}

function attributeText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => {
      if (name === 'key' || value === undefined || value === false) return '';
      return value === true ? ` ${plainAttribute(name)}` : ` ${plainAttribute(name)}="${escaped(String(value))}"`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"\r\0]/g, (character) => ENTITIES[character] ?? character);
}
