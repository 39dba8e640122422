import type { Attributes, Markup } from '../../output/markup/markup.ts';

const SVG = 'http://www.w3.org/2000/svg';
const HTML = 'http://www.w3.org/1999/xhtml';

/** What each node was made of, so that the next tree is compared with the last one and not with the document. */
const madeOf = new WeakMap<Node, Markup>();

/**
 * Puts trees into the document as the children of `parent`, changing only what differs: what has the focus, a
 * selection, a place to which it was scrolled, or was opened by the reader, stays as it is.
 */
export function patch(parent: Element, children: readonly Markup[]): void {
  const focused = document.activeElement;
  patchChildren(parent, children);
  if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused) {
    focused.focus({ preventScroll: true });
  }
}

function patchChildren(parent: Element, children: readonly Markup[]): void {
  const keyed = keyedChildren(parent);
  let next = parent.firstChild;
  for (const child of children) {
    const key = keyOf(child);
    const found = key === undefined ? unkeyed(next, child) : keyed.get(key);
    const old = found !== undefined && fits(found, child) ? found : undefined;
    if (old === undefined) {
      parent.insertBefore(make(child, parent), next);
      continue;
    }
    if (old === next) next = next.nextSibling;
    else parent.insertBefore(old, next);
    update(old, child);
  }
  while (next !== null) {
    const after: ChildNode | null = next.nextSibling;
    next.remove();
    next = after;
  }
}

function keyedChildren(parent: Element): ReadonlyMap<unknown, ChildNode> {
  const keyed = new Map<unknown, ChildNode>();
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    const made = madeOf.get(node);
    const key = made === undefined ? undefined : keyOf(made);
    if (key !== undefined) keyed.set(key, node);
  }
  return keyed;
}

/** The node at this place, unless it is one with a key. */
function unkeyed(node: ChildNode | null, child: Markup): ChildNode | undefined {
  const made = node === null ? undefined : madeOf.get(node);
  return node !== null && made !== undefined && keyOf(made) === undefined && fits(node, child) ? node : undefined;
}

function keyOf(markup: Markup): unknown {
  return typeof markup === 'string' ? undefined : markup.attributes['key'];
}

function fits(node: ChildNode, markup: Markup): boolean {
  const made = madeOf.get(node);
  if (made === undefined || typeof made === 'string') return typeof made === typeof markup;
  return typeof markup !== 'string' && made.tag === markup.tag;
}

function make(markup: Markup, parent: Element): ChildNode {
  if (typeof markup === 'string') {
    const text = document.createTextNode(markup);
    madeOf.set(text, markup);
    return text;
  }
  const isSvg = markup.tag === 'svg' || (parent.namespaceURI === SVG && parent.localName !== 'foreignObject');
  const element = document.createElementNS(isSvg ? SVG : HTML, markup.tag);
  setAttributes(element, {}, markup.attributes);
  for (const child of markup.children) element.append(make(child, element));
  setState(element, markup.attributes);
  madeOf.set(element, markup);
  return element;
}

function update(node: ChildNode, markup: Markup): void {
  const made = madeOf.get(node);
  if (made === markup || made === undefined) return;
  madeOf.set(node, markup);
  if (typeof markup === 'string' || typeof made === 'string') {
    node.nodeValue = String(markup);
    return;
  }
  const element = node as Element;
  setAttributes(element, made.attributes, markup.attributes);
  if (made.children !== markup.children) patchChildren(element, markup.children);
  setState(element, markup.attributes);
}

function setAttributes(element: Element, old: Attributes, now: Attributes): void {
  for (const name of Object.keys(old)) {
    if (isThere(old[name]) && !isThere(now[name])) element.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(now)) {
    if (name !== 'key' && isThere(value) && value !== old[name]) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

function isThere(value: Attributes[string]): value is string | number | true {
  return value !== undefined && value !== false;
}

/** What the reader changes without the attribute: the value of a field, but never while it is typed. */
function setState(element: Element, { value, selected, checked }: Attributes): void {
  if (element instanceof HTMLInputElement) {
    const isTyped = element.type !== 'range' && element === document.activeElement;
    if (value !== undefined && !isTyped && element.value !== String(value)) element.value = String(value);
    if (checked !== undefined) element.checked = checked === true;
  }
  if (element instanceof HTMLOptionElement && selected === true) element.selected = true;
}
