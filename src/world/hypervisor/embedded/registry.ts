/**
 * The named objects of one kind. Lists them newest first and counts who uses each, as Dynamips' registry does
 * (common/registry.c): what is in use cannot be deleted.
 */
export class Registry<T extends { name: string }> {
  private readonly objects = new Map<string, { readonly object: T; users: number }>();

  get size(): number {
    return this.objects.size;
  }

  get(name: string): T | undefined {
    return this.objects.get(name)?.object;
  }

  /** False if the name is taken. */
  add(object: T): boolean {
    if (this.objects.has(object.name)) return false;
    this.objects.set(object.name, { object, users: 0 });
    return true;
  }

  /** The object, or undefined if there is none or if it is in use. */
  remove(name: string): T | undefined {
    const entry = this.objects.get(name);
    if (entry === undefined || entry.users > 0) return undefined;
    this.objects.delete(name);
    return entry.object;
  }

  /** A renamed object counts as the newest. */
  rename(name: string, newName: string): void {
    const entry = this.objects.get(name);
    if (entry === undefined) return;
    this.objects.delete(name);
    entry.object.name = newName;
    this.objects.set(newName, entry);
  }

  /** Takes an object into use, once for every call. */
  acquire(name: string): T | undefined {
    const entry = this.objects.get(name);
    if (entry !== undefined) entry.users++;
    return entry?.object;
  }

  release(object: T): void {
    const entry = this.objects.get(object.name);
    if (entry?.object === object) entry.users--;
  }

  newestFirst(): T[] {
    return [...this.objects.values()].map(({ object }) => object).reverse();
  }
}
