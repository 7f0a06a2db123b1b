/** The books of a channel: they keep each notification until it has been taken. */
export abstract class AnnouncingBooks<A extends { readonly id: string }> {
  protected readonly announced = new Map<string, A>();

  get announcements(): readonly A[] {
    return [...this.announced.values()];
  }

  putAnnouncement(announcement: A): void {
    this.announced.set(announcement.id, announcement);
    this.save();
  }

  dropAnnouncement(id: string): void {
    this.announced.delete(id);
    this.save();
  }

  /** Writes all of it down, so that it outlives the process. */
  protected abstract save(): void;
}
