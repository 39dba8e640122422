import type { Attributes, Markup } from '../../output/markup/markup.ts';

const SVG = 'http://www.w3.org/2000/svg';
const HTML = 'http://www.w3.org/1999/xhtml';

/** What each node was made of: the next tree is compared with the last one, not with the document. */
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
  // As a rule nothing comes or goes: each child is then the next node, and thousands need no names.
  let next = parent.firstChild;
  let place = 0;
  for (; next !== null && place < children.length; place++) {
    const child = children[place] as Markup;
    const made = madeOf.get(next);
    const node: ChildNode = next;
    if (made !== child) {
      if (!isSameKind(made, child)) break;
      update(node, child);
    }
    next = node.nextSibling;
  }
  if (next !== null || place < children.length) patchRest(parent, next, children.slice(place));
}

/** The same for the nodes from `first` on. */
function patchRest(parent: Element, first: ChildNode | null, children: readonly Markup[]): void {
  const nodes = nodesFrom(first);
  const kept = takeOld(nodes, children);
  // What goes is taken away first: what stays is then in its place as a rule, and is not moved.
  const stays = new Set(kept);
  for (const node of nodes) if (!stays.has(node)) node.remove();
  let next = nodes.find((node) => stays.has(node)) ?? null;
  for (const [place, child] of children.entries()) {
    const old = kept[place];
    if (old === undefined) parent.insertBefore(make(child, parent), next);
    else {
      if (old === next) next = next.nextSibling;
      else parent.insertBefore(old, next);
      update(old, child);
    }
  }
}

function nodesFrom(first: ChildNode | null): ChildNode[] {
  const nodes: ChildNode[] = [];
  for (let node = first; node !== null; node = node.nextSibling) nodes.push(node);
  return nodes;
}

/** For each child the node that it becomes: one of its tag and key, or without a key the next one. */
function takeOld(old: readonly ChildNode[], children: readonly Markup[]): Array<ChildNode | undefined> {
  const nodes = new Map<string, ChildNode[]>();
  for (const node of old.toReversed()) {
    const made = madeOf.get(node);
    if (made === undefined) continue;
    const name = nameOf(made);
    const same = nodes.get(name);
    if (same === undefined) nodes.set(name, [node]);
    else same.push(node);
  }
  return children.map((child) => nodes.get(nameOf(child))?.pop());
}

/** True for what would have one name. */
function isSameKind(made: Markup | undefined, markup: Markup): boolean {
  if (made === undefined || typeof made === 'string' || typeof markup === 'string')
    return typeof made === typeof markup;
  return made.tag === markup.tag && made.attributes['key'] === markup.attributes['key'];
}

function nameOf(markup: Markup): string {
  return typeof markup === 'string' ? '' : `${markup.tag} ${markup.attributes['key'] ?? ''}`;
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
