/**
 * The router that a console names when somebody connects, as `R1` or `R1 (AUX)` (docs/FACTS.md, "Consoles").
 * Undefined for what is no whole greeting of a console.
 */
export function greetedBy(text: string): string | undefined {
  const [, name, port] =
    /Connected to (?:Dynamips|niostat) VM "([^"\r\n]{1,200})"[^\r\n]* - (Console|AUX) port/.exec(text) ?? [];
  if (name === undefined) return undefined;
  return port === 'AUX' ? `${name} (AUX)` : name;
}
