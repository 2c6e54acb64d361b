import { Replica, Signal, type GraphChange } from '../core';

/** A graph, and how one hears that it changes. */
export interface GraphSource {
  readonly replica: Replica;
  readonly graphChanged: Signal<GraphChange>;
  /** False until the graph is known. */
  readonly isLoaded: boolean;
}

/**
 * The graph that a view shows: as it is now, or as it was. What happens now goes on beneath the
 * past, unseen; going from one to the other is told like a graph that was loaded.
 */
export class Shown implements GraphSource {
  readonly replica = new Replica();
  readonly graphChanged = new Signal<GraphChange>();
  /** The past is shown from here on, or now again; told before the graph is that one. */
  readonly turned = new Signal<void>();
  private source: GraphSource;
  private stop: () => void;

  constructor(private readonly now: GraphSource) {
    this.source = now;
    this.stop = this.follow();
  }

  get isLoaded(): boolean {
    return this.source.isLoaded;
  }

  get isPast(): boolean {
    return this.source !== this.now;
  }

  /** Shows a graph of the past, or what is now where none is given. */
  show(past?: GraphSource): void {
    const source = past ?? this.now;
    if (source !== this.source) {
      this.stop();
      this.source = source;
      this.turned.emit();
      this.stop = this.follow();
      this.graphChanged.emit({ kind: 'loaded' });
    }
  }

  dispose(): void {
    this.stop();
  }

  private follow(): () => void {
    const { replica, graphChanged } = this.source;
    this.replica.mirror(replica);
    return graphChanged.connect((change) => {
      this.replica.mirror(replica);
      this.graphChanged.emit(change);
    });
  }
}
