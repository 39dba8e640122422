import { actionOfKey } from '../keys.ts';

/** How the reader has asked for an action. */
export interface By {
  /** True for a key of the page, or one that has pressed a button. */
  readonly isKey: boolean;
  /** What was pressed; absent for a key of the page. */
  readonly element?: Element;
}

/**
 * Turns clicks, fields and keys into actions. One listener serves all: an element says with `data-do` what it
 * does; a field's value is put behind a colon. A form says with `data-submit` what its field is for.
 */
export function listen(root: Element, onAction: (action: string, by: By) => void): void {
  root.addEventListener('click', (event) => {
    const element = doer(event.target);
    if (element === undefined || isField(element) || element.getAttribute('aria-disabled') === 'true') return;
    onAction(element.dataset['do'] ?? '', { isKey: (event as MouseEvent).detail === 0, element });
  });
  root.addEventListener('input', (event) => {
    const element = doer(event.target);
    if (element === undefined || !isField(element)) return;
    onAction(`${element.dataset['do']}:${element.value}`, { isKey: false, element });
  });
  root.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.target;
    const field = form instanceof HTMLFormElement ? form.querySelector('input') : null;
    if (!(form instanceof HTMLFormElement) || field === null) return;
    onAction(`${form.dataset['submit']}:${field.value}`, { isKey: true, element: form });
  });
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || keepsKey(event)) return;
    const action = actionOfKey(event);
    if (action === undefined) return;
    event.preventDefault();
    onAction(action, { isKey: true });
  });
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function isField(element: Element): element is Field {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  );
}

function doer(target: EventTarget | null): HTMLElement | SVGElement | undefined {
  const element = target instanceof Element ? target.closest('[data-do]') : null;
  return element instanceof HTMLElement || element instanceof SVGElement ? element : undefined;
}

/** True for a key that the element with the focus needs itself. */
function keepsKey({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (key === 'Escape') return false;
  if (target instanceof HTMLInputElement && target.type === 'range') return /^(Arrow|Home|End|Page)/.test(key);
  // Letters are no part of a number: those that the page knows go to the page.
  if (target instanceof HTMLInputElement && target.inputMode === 'numeric' && /^[a-z?]$/i.test(key)) return false;
  if (isField(target) || target.isContentEditable) return true;
  const isPressed = key === ' ' || key === 'Enter';
  return isPressed && target.closest('button, a, summary, [role=button]') !== null;
}
