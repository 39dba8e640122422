/** More addresses than this are no lab, and are computed each time. */
const MAX_REMEMBERED = 1024;

/** Remembers what was computed: nearly all rows of a lab have one of a few addresses. */
export function remembering(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      result = compute(text);
      if (known.size < MAX_REMEMBERED) known.set(text, result);
    }
    return result;
  };
}
