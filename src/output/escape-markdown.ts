/** Backslashes before what Markdown would read as a mark; names are shown, never rendered. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, (mark) => `\\${mark}`);
}
