/** True for a word that names a GNS3 server: all there is to know before anything of it is loaded. */
export function isGns3Word(word: string): boolean {
  return /^gns3s?:\/\//i.test(word);
}
