import { splitAction } from '../split-action.ts';
import type { Announcer } from './announcing.ts';
import type { By } from './controls.ts';
import { copy } from './copying.ts';
import type { LivePage } from './live-page.ts';

/** Does what an action of the reader means: most change what the page shows, some only the document. */
export function perform(page: LivePage, root: Element, announcer: Announcer): (action: string, by: By) => void {
  return (action, by) => {
    const [name, word] = splitAction(action);
    switch (name) {
      case 'print':
        return window.print();
      case 'copy': {
        const text = by.element?.getAttribute('data-text') ?? '';
        return void copy(text, by.element).then((isCopied) => {
          announcer.say(() => (isCopied ? 'Copied' : 'Not copied: select the text and copy it yourself'));
        });
      }
      case 'focus':
        return focusField(page, root, word);
      case 'close':
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        return page.do(action);
      default:
        doInQuiz(page, root, action, by);
        if (name === 'show') showPanel(page, word);
        if (by.isKey && (name === 'open' || name === 'keys')) focusPanel(page, name === 'keys' ? 'keys' : word);
    }
  };
}

/** When the quiz has answered, or asks the next question, the focus goes there: what was pressed is gone. */
function doInQuiz(page: LivePage, root: Element, action: string, { element }: By): void {
  const before = page.scene.choices;
  page.do(action);
  const now = page.scene.choices;
  const isGone = element !== undefined && !element.isConnected;
  const isSame = now.quiz?.said === before.quiz?.said && now.isQuiz === before.isQuiz;
  if (!now.isQuiz || (isSame && !isGone)) return;
  const next = ['.quiz input', '.quiz-go-on', '.quiz h2'].map((one) => root.querySelector<HTMLElement>(one));
  next.find((one) => one !== null)?.focus({ preventScroll: true });
  root.querySelector('.quiz')?.scrollIntoView({ block: 'nearest' });
}

function focusField(page: LivePage, root: Element, name: string): void {
  if (name === 'find' && !page.scene.choices.open.has('sockets')) page.do('open:sockets');
  const field = root.querySelector<HTMLElement>(`[data-do="${CSS.escape(name)}"]`);
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}

/** Goes to a panel, wherever it is. */
function showPanel(page: LivePage, id: string): void {
  focusPanel(page, id);
  document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
}

/** Who opens a panel with a key reads it next. */
function focusPanel({ scene }: LivePage, id: string): void {
  if (!scene.choices.open.has(id)) return;
  const panel = document.getElementById(id);
  if (panel === null) return;
  if (!panel.hasAttribute('tabindex')) panel.setAttribute('tabindex', '-1');
  panel.focus();
}
