/**
 * Sockets in the order in which they were opened, of which some may have been closed since: those are dropped
 * when they are met at an end, so that each costs a step once.
 */
export class SocketStack {
  private readonly sockets: number[] = [];
  private first = 0;

  push(socket: number): void {
    this.sockets.push(socket);
  }

  /** The one that was opened last of those that are open; undefined if none is. */
  newest(isOpen: (socket: number) => boolean): number | undefined {
    let last = this.sockets.at(-1);
    while (last !== undefined && !isOpen(last)) {
      this.sockets.pop();
      last = this.sockets.at(-1);
    }
    return this.sockets.length > this.first ? last : undefined;
  }

  /** The one that was opened first of those that are open. */
  oldest(isOpen: (socket: number) => boolean): number | undefined {
    while (this.first < this.sockets.length && !isOpen(this.sockets[this.first] as number)) this.first++;
    return this.sockets[this.first];
  }
}
