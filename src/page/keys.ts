/** What is known of a key when it is pressed. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const ACTION_OF_KEY: Readonly<Record<string, string>> = {
  ArrowRight: 'forward',
  ArrowLeft: 'back',
  Home: 'first',
  End: 'last',
  ' ': 'play',
  g: 'generation',
  a: 'allocator',
  '/': 'focus:find',
  w: 'show:why',
  t: 'open:sockets',
  f: 'open:findings',
  z: 'quiz',
  h: 'hint',
  p: 'print',
  '?': 'keys',
  Escape: 'close',
};

/** The action of a key; undefined for a key that is not the page's, or belongs to the browser. */
export function actionOfKey({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyPress): string | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  if (shiftKey && key === 'ArrowRight') return 'next-link';
  if (shiftKey && key === 'ArrowLeft') return 'previous-link';
  if (/^[1-9]$/.test(key)) return `answer:${key}`;
  return Object.hasOwn(ACTION_OF_KEY, key) ? ACTION_OF_KEY[key] : undefined;
}
