/** Names of elements and attributes are the program's own; what looks otherwise came from a lab. */
const TAG = /^[a-z][a-z0-9-]*$/i;
const ATTRIBUTE = /^[a-z][a-z0-9:-]*$/i;

/** The name of an element as it is. Throws a `RangeError` if it is not plain. */
export function plainTag(tag: string): string {
  if (TAG.test(tag)) return tag;
  throw new RangeError(`no name of an element: ${JSON.stringify(tag)}`);
}

/** The name of an attribute as it is. Throws a `RangeError` if it is not plain, or would run a script. */
export function plainAttribute(name: string): string {
  if (ATTRIBUTE.test(name) && !/^on/i.test(name)) return name;
  throw new RangeError(`no name of an attribute: ${JSON.stringify(name)}`);
}
