/**
 * What is done in the page itself, by `page.evaluate`: each of these functions is carried there as text, and
 * so takes nothing from around it.
 */

/** The cells of a row by the headings of their columns. */
export type PageRow = Readonly<Record<string, string>>;

/**
 * The table of sockets, as it is and after each of so many clicks on the button of an action. Rows that name
 * a host are left out.
 */
export function tablesAlong({ action, clicks }: { action: string; clicks: number }): PageRow[][] {
  const textOf = (element: Element): string =>
    (element instanceof HTMLElement ? element.innerText : '').replace(/\s+/g, ' ').trim();
  const table = (): PageRow[] => {
    const headings = [...document.querySelectorAll('#sockets thead th')].map(textOf);
    const rows = [...document.querySelectorAll('#sockets tbody tr')].map(({ children }) => [...children]);
    return rows
      .filter((cells) => cells.length === headings.length)
      .map((cells) => Object.fromEntries(cells.map((cell, index) => [headings[index] ?? '', textOf(cell)])));
  };
  const tables = [table()];
  for (let click = 0; click < clicks; click++) {
    document.querySelector<HTMLElement>(`[data-do="${action}"]`)?.click();
    tables.push(table());
  }
  return tables;
}

/** Whatever is wider than the window, or reaches over its right edge where nothing scrolls. */
export function overflowing(): string[] {
  const width = document.documentElement.clientWidth;
  const isWide = (element: Element): boolean => {
    const { left, right } = element.getBoundingClientRect();
    return (right > width + 1 || left < -1) && !isInScroller(element) && getComputedStyle(element).position !== 'fixed';
  };
  const isInScroller = (element: Element): boolean => {
    for (let one = element.parentElement; one !== null && one !== document.body; one = one.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowX)) return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll('*')].filter(
    (element) => element.checkVisibility() && isWide(element),
  );
  const sideways =
    document.documentElement.scrollWidth > width ? [`the page scrolls to ${document.documentElement.scrollWidth}`] : [];
  return [...sideways, ...wide.map((element) => element.outerHTML.slice(0, 120))];
}

/** What can be pressed, but lies in part below something else. */
export function coveredControls(): string[] {
  const holds = ({ top, bottom, left, right }: DOMRect, x: number, y: number): boolean =>
    x >= left && x <= right && y >= top && y <= bottom;
  const isInSight = (element: Element, x: number, y: number): boolean => {
    for (let one = element.parentElement; one !== null; one = one.parentElement) {
      if (getComputedStyle(one).overflowY !== 'visible' && !holds(one.getBoundingClientRect(), x, y)) return false;
    }
    return x > 0 && x < innerWidth && y > 0 && y < innerHeight;
  };
  const isCovered = (element: Element): boolean => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const edges = [top + 2, y, bottom - 2].map((edge) => [x, edge] as const);
    return [...edges, [left + 2, y] as const, [right - 2, y] as const].some(
      ([at, down]) => isInSight(element, at, down) && !element.contains(document.elementFromPoint(at, down)),
    );
  };
  return [...document.querySelectorAll('button, select, input')]
    .filter((element) => element.checkVisibility() && isCovered(element))
    .map((element) => element.outerHTML.slice(0, 120));
}

/** What has the focus: what it does, and whether it looks as it does without the focus. */
export function focusedElements(): { action: string; isSeen: boolean; html: string } {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return { action: '', isSeen: true, html: '' };
  const lookOf = (): string => {
    const { outline, outlineOffset, boxShadow, border, backgroundColor } = getComputedStyle(element);
    return [outline, outlineOffset, boxShadow, border, backgroundColor].join('|');
  };
  const focused = lookOf();
  element.blur();
  const isSeen = lookOf() !== focused;
  element.focus({ focusVisible: true } as FocusOptions);
  return { action: element.dataset['do'] ?? '', isSeen, html: element.outerHTML.slice(0, 120) };
}

/** Text in smaller letters than so many pixels of the window; those of a picture as it is scaled. */
export function smallText(least: number): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small: string[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || (node.textContent ?? '').trim() === '' || !element.checkVisibility()) continue;
    const { width, height } = element.getBoundingClientRect();
    if (width < 2 || height < 2) continue;
    const scale = element instanceof SVGGraphicsElement ? (element.getScreenCTM()?.a ?? 1) : 1;
    const size = Number.parseFloat(getComputedStyle(element).fontSize) * scale;
    // Sizes are rounded by the browser.
    if (size < least - 0.05) small.push(`${size.toFixed(1)} px: ${element.outerHTML.slice(0, 100)}`);
  }
  return small;
}

/** Text with a character that turns the writing around, where nothing keeps that from the text around it. */
export function turningText(): string[] {
  const isApart = (element: Element): boolean => /isolate|plaintext/.test(getComputedStyle(element).unicodeBidi);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const turns = /[\u202A-\u202E\u2066-\u2069]/.test(node.textContent ?? '');
    if (turns && element !== null && element.tagName !== 'SCRIPT' && !isApart(element)) found.push(element.outerHTML);
  }
  return found;
}
