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

/** Puts the side with the text beside the root of the page, and tabs above both. */
export function makeFrame(page: HTMLElement): PlaygroundFrame {
  const { body } = document;
  body.classList.add('playground');
  const tabs = named('nav', 'tabs', 'Lab or picture');
  const lab = named('section', 'lab-side', 'Lab');
  const note = document.createElement('p');
  note.className = 'stale-note';
  note.setAttribute('role', 'status');
  const pageSide = document.createElement('div');
  pageSide.className = 'page-side';
  page.before(tabs, lab, pageSide);
  pageSide.append(note, page);
  page.replaceChildren();
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
