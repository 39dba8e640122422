/**
 * Text that holds a name, as one line. A file may be called `a\n::error::b.net`: printed as it is, its second
 * line is an order to GitHub, whose machines read what the programs of a job print.
 */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]/g, '·');
}
