/** The keys of `T` that may be undefined, absent instead; the others as they are. */
export type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/**
 * The object without the keys whose value is undefined, the others in their order: in JSON, and to who asks
 * for a key, what is not known is not there.
 */
export function present<T extends object>(object: T): Present<T> {
  const known: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) if (value !== undefined) known[key] = value;
  return known as Present<T>;
}
