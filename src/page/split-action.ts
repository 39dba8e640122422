/** The name of an action and what stands behind it; a word may have colons itself: `copy:baseUdp: 10100`. */
export function splitAction(action: string): [name: string, word: string] {
  const colon = action.indexOf(':');
  return colon === -1 ? [action, ''] : [action.slice(0, colon), action.slice(colon + 1)];
}
