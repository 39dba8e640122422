import { lstat, open } from 'node:fs/promises';
import { InputError } from '../core/errors/input-error.ts';
import { WorldError } from '../core/errors/world-error.ts';
import { PAGE_MARK } from '../output/page/page-html.ts';
import { writeWhole } from '../world/files/write-file.ts';
import { say } from './remarks.ts';

/** A page is known by its head: the policy in it is less than this. */
const HEAD_BYTES = 1024;

/**
 * The file of a page, which may be written again and again, each time as a whole. What is there already is
 * replaced only if it is a page of niostat or empty: a lab file that was named by mistake stays.
 */
export class PageFile {
  readonly path: string;
  private isWritten = false;
  private isFailing = false;

  /** Throws `InputError` for an empty name. */
  constructor(path: string) {
    if (path.trim() === '' || path === '-') {
      throw new InputError('BAD_WRITE', `--write has no name: "${path}"`, {
        next: 'name a file; without --write the page goes to standard output',
      });
    }
    this.path = path;
  }

  /** Writes the page. Throws `InputError` for a place that is not to be written to, else `WorldError`. */
  async write(html: string): Promise<void> {
    await refuseOther(this.path);
    await writeWhole(this.path, html, { overwrites: true });
    this.isWritten = true;
  }

  /**
   * The same again and again. Where only the system refuses, the page before stays, that is remarked once,
   * and the next time may be better: a disk that fills up does not end a watch.
   */
  async writeAgain(html: string): Promise<void> {
    try {
      await this.write(html);
      if (this.isFailing) say(`${this.path} is written again`);
      this.isFailing = false;
    } catch (error) {
      if (!this.isWritten || !(error instanceof WorldError)) throw error;
      if (!this.isFailing) say(`${error.message}; the page there stays as it is`);
      this.isFailing = true;
    }
  }
}

/** Throws for a file with anything else in it than a page; what is no file is refused by who writes. */
async function refuseOther(path: string): Promise<void> {
  const head = await headOf(path);
  if (head === undefined || head === '' || head.includes(PAGE_MARK)) return;
  throw new InputError('FILE_EXISTS', `${path} is there already, is no page of niostat, and was not overwritten`, {
    next: 'name another file',
  });
}

/** The first bytes of a file; undefined where there is none that can be read. */
async function headOf(path: string): Promise<string | undefined> {
  // A pipe would wait for somebody who writes into it.
  if ((await lstat(path).catch(() => undefined))?.isFile() !== true) return undefined;
  const file = await open(path, 'r').catch(() => undefined);
  try {
    const head = await file?.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return head?.buffer.toString('utf8', 0, head.bytesRead);
  } finally {
    await file?.close();
  }
}
