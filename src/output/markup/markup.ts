/**
 * HTML or SVG as a value: what a view returns, and what is then written as text or put into a document. A
 * string is text, whatever is in it, and never markup.
 */
export type Markup = Element | string;

export interface Element {
  readonly tag: string;
  /** `true` is an attribute without a value; what is `false` or `undefined` is not there. */
  readonly attributes: Attributes;
  readonly children: readonly Markup[];
}

/**
 * `key` is no attribute: children with one keep their element in the document when others come or go before
 * them. `data-do` names what a click does: `forward`, `step:12` (src/page/actions.ts).
 */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** What may stand for children: what is not there, and lists, are taken out. */
export type Child = Markup | undefined | false | readonly Child[];

/** An element: `el('p', { class: 'verdict' }, 'Two links are broken')`. */
export function el(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): Element {
  return { tag, attributes, children: flat(children) };
}

function flat(children: readonly Child[]): Markup[] {
  return children.flatMap((child) => {
    if (child === undefined || child === false) return [];
    if (typeof child === 'string' || !isList(child)) return [child];
    return flat(child);
  });
}

function isList(child: Element | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child);
}
