/** What installers print when something about a package is not well. */
const WARNING =
  /\bwarn(ing)?\b|\bdeprecated\b|\bunmet\b|\bpeer dep|doesn't provide|\b(build|install)[- ]scripts?\b|\bpostinstall\b|\bERR_/i;

/** The lines of an installer that are warnings, without those that `allowed` has. */
export function warningsIn(text: string, allowed = /^$/): string[] {
  return text.split('\n').filter((line) => WARNING.test(line) && !allowed.test(line));
}
