import type { ReadText } from '../playground/read-text.ts';

/** The places of the playground in the document. */
export interface PlaygroundFrame {
  readonly lab: Element;
  readonly tabs: Element;
  readonly page: Element;
  /** Says and shows beside a page that it is not that of the text, if the text has a fault. */
  markStale(read: ReadText): void;
  showTab(tab: 'lab' | 'page'): void;
}

/** As in src/page/style/playground.css: there one side is shown at a time. */
const SMALL_SCREEN = '(max-width: 50rem)';

/** Puts the side with the text beside the root of the page, and tabs above both. */
export function makeFrame(page: HTMLElement): PlaygroundFrame {
  const { body } = document;
  body.classList.add('playground');
  const tabs = named('nav', 'tabs', 'Lab or picture');
  const side = named('section', 'lab-side', 'Lab');
  const heading = document.createElement('div');
  heading.className = 'visually-hidden';
  heading.setAttribute('role', 'heading');
  heading.textContent = 'Lab';
  const lab = document.createElement('div');
  lab.className = 'lab-parts';
  side.append(heading, lab);
  const note = document.createElement('p');
  note.className = 'stale-note';
  note.setAttribute('role', 'status');
  const pageSide = document.createElement('div');
  pageSide.className = 'page-side';
  page.before(tabs, side, pageSide);
  pageSide.append(note, page);
  page.replaceChildren();
  // The page has its own main part and heading; where it is not shown, the text is the main part.
  const small = matchMedia(SMALL_SCREEN);
  const nameSides = (): void => {
    const isAlone = small.matches && body.dataset['tab'] === 'lab';
    side.setAttribute('role', isAlone ? 'main' : 'region');
    heading.setAttribute('aria-level', isAlone ? '1' : '2');
  };
  small.addEventListener('change', nameSides);
  return {
    lab,
    tabs,
    page,
    markStale: (read) => {
      note.textContent = staleNote(read);
      body.classList.toggle('is-stale', read.model === undefined);
    },
    showTab: (tab) => {
      body.dataset['tab'] = tab;
      nameSides();
    },
  };
}

function named(tag: string, className: string, name: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.setAttribute('aria-label', name);
  return element;
}

function staleNote({ model, remarks }: ReadText): string {
  if (model !== undefined) return '';
  const line = remarks.find(({ severity }) => severity === 'error')?.line;
  return `${line === undefined ? 'The text has a fault' : `Line ${line} has a fault`}: below is the last lab without one.`;
}
