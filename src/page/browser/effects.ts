import type { Announcer } from './announcing.ts';
import type { By } from './controls.ts';
import { copy } from './copying.ts';
import type { LivePage } from './live-page.ts';

/** Does what an action of the reader means: most change what the page shows, some only the document. */
export function perform(page: LivePage, root: Element, announcer: Announcer): (action: string, by: By) => void {
  return (action, by) => {
    const [name = '', word = ''] = action.split(':');
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
        page.do(action);
        if (name === 'answer' || isGone(by.element)) focusQuiz(root);
        if (by.isKey && (name === 'open' || name === 'keys')) focusPanel(page, name === 'keys' ? 'keys' : word);
    }
  };
}

function isGone(element: Element | undefined): boolean {
  return element !== undefined && !element.isConnected;
}

/** What was pressed in the quiz has made place for the next thing to press. */
function focusQuiz(root: Element): void {
  root.querySelector<HTMLElement>('.quiz input, .quiz button')?.focus({ preventScroll: true });
}

function focusField(page: LivePage, root: Element, name: string): void {
  if (name === 'find' && !page.scene.choices.open.has('sockets')) page.do('open:sockets');
  const field = root.querySelector<HTMLElement>(`[data-do="${CSS.escape(name)}"]`);
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}

/** Who opens a panel with a key reads it next. */
function focusPanel({ scene }: LivePage, id: string): void {
  if (!scene.choices.open.has(id)) return;
  const panel = document.getElementById(id);
  if (panel === null) return;
  if (!panel.hasAttribute('tabindex')) panel.setAttribute('tabindex', '-1');
  panel.focus();
}
