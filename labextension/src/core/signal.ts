/** A list of listeners, called in the order in which they came. */
export class Signal<T> {
  private readonly listeners = new Set<(value: T) => void>();

  /** Adds a listener; calling what is returned takes it away again. */
  connect(listener: (value: T) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /** Calls every listener. One that fails is reported and does not keep the others from hearing. */
  emit(value: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (error) {
        console.error('graphsync: a listener failed', error);
      }
    }
  }
}
