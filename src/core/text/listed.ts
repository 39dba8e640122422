/** `a`, `a and b`, `a, b and 3 more`: for a sentence. */
export function listed(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  if (names.length <= 3) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** The first `most` names, with commas only, and how many more there are: `a, b, c and 2 more`. */
export function someOf(names: readonly string[], most = 3): string {
  const first = names.slice(0, most).join(', ');
  return names.length <= most ? first : `${first} and ${names.length - most} more`;
}
