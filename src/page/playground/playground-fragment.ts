/** The lab and the choices of a page share one fragment: `scenario=NAME&step=4`, `lab=CODE&quiz=1`. */
export interface PlaygroundFragment {
  readonly lab?: string;
  readonly scenario?: string;
}

/** Which lab a fragment asks for; the choices in it are read by src/page/fragment.ts. */
export function labOfFragment(fragment: string): PlaygroundFragment {
  const words = new URLSearchParams(fragment.replace(/^#/, ''));
  const [lab, scenario] = [words.get('lab'), words.get('scenario')];
  if (lab !== null) return { lab };
  return scenario === null ? {} : { scenario };
}

/** The fragment without `#`; a code and the name of a scenario stand in an address as they are. */
export function withLab({ lab, scenario }: PlaygroundFragment, choices: string): string {
  const own = lab === undefined ? scenario && `scenario=${encodeURIComponent(scenario)}` : `lab=${lab}`;
  return [own, choices].filter((part) => part !== undefined && part !== '').join('&');
}
