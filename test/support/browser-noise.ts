import type { Page } from 'playwright-core';

/** What a page says and asks for, from the moment it is opened. */
export class Noise {
  private lines: string[] = [];
  private wake: () => void = () => undefined;

  /** Listens to a page that is not loaded yet; the page itself may be requested, with any fragment. */
  constructor(
    private readonly page: Page,
    url: string,
  ) {
    page.on('console', (message) => this.add(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.add(`fault: ${error.message}`));
    page.on('popup', (popup) => this.add(`window: ${popup.url()}`));
    page.on('dialog', async (dialog) => {
      this.add(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on('request', (request) => {
      if (withoutFragment(request.url()) !== withoutFragment(url)) this.add(`request: ${request.url()}`);
    });
  }

  /** All lines up to now, which are then taken for expected. */
  take(): string[] {
    return this.lines.splice(0);
  }

  /** All lines up to now; hears no more. */
  end(): string[] {
    for (const event of ['console', 'pageerror', 'popup', 'dialog', 'request']) this.page.removeAllListeners(event);
    return this.take();
  }

  /** Waits for a line like this one; takes it, and all lines up to now. */
  async until(pattern: RegExp): Promise<string[]> {
    while (!this.lines.some((line) => pattern.test(line))) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.take();
  }

  private add(line: string): void {
    this.lines.push(line);
    this.wake();
  }
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '');
}
