/** Names of 10 kB would fill a screen. */
const LONGEST = 600;

/** As much of a text as is read: at most `most` characters, and `…` where there is more. */
export function shortText(text: string, most = LONGEST): string {
  return text.length <= most ? text : `${[...text.slice(0, 2 * most)].slice(0, most).join('')}…`;
}
