import { UNSAFE } from '../../core/text/unsafe.ts';

/** A name, a path or a message of a server is a line; no more of it is put into an error. */
const MAX_CHARACTERS = 200;

/** Text from a server as it may stand in an error or a sentence: in one line, of at most 200 characters. */
export function outsideText(text: string): string {
  const safe = text.slice(0, MAX_CHARACTERS).replace(UNSAFE, '.');
  return text.length > MAX_CHARACTERS ? `${safe}...` : safe;
}
