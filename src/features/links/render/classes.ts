/** What belongs together, directly or through others: a union-find structure. */
export class Classes {
  private readonly parents = new Map<string, string>();

  /** The same for all that belong together. */
  rootOf(key: string): string {
    let root = key;
    for (let up = this.parents.get(root); up !== undefined; up = this.parents.get(root)) root = up;
    // The way is made short for those who ask later: a chain of n joins would be walked n times otherwise.
    for (let at = key; at !== root; ) {
      const up = this.parents.get(at) as string;
      this.parents.set(at, root);
      at = up;
    }
    return root;
  }

  join(one: string, other: string): void {
    const [root, otherRoot] = [this.rootOf(one), this.rootOf(other)];
    if (root !== otherRoot) this.parents.set(root, otherRoot);
  }
}
