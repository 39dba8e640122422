/** The names of labs that run at once, in a row. */
export function labNames(labs: readonly { readonly name: string }[], between = ', '): string {
  return labs.map(({ name }) => name).join(between);
}
