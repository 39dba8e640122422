/** How long a button shows that it has copied. */
const SHOWN_MS = 2000;

/** Puts text on the clipboard, and marks the button with `data-copied`. Resolves to true if that worked. */
export async function copy(text: string, button: Element | undefined): Promise<boolean> {
  const isCopied = (await byClipboard(text)) || bySelection(text);
  if (isCopied && button !== undefined) {
    button.setAttribute('data-copied', '');
    window.setTimeout(() => button.removeAttribute('data-copied'), SHOWN_MS);
  }
  return isCopied;
}

/** A page that was opened from a file, or by http, may have no clipboard. */
async function byClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function bySelection(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.className = 'visually-hidden';
  field.value = text;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
