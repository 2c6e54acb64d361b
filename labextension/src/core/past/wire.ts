import type { BlueprintType, Position } from '../protocol';

/** A graph as the server answers it: now, or as it was. */
export interface NativeGraph extends Position {
  readonly nodes: readonly NativeNode[];
  readonly links: readonly NativeLink[];
  readonly blueprint_types: readonly BlueprintType[];
}

export interface NativeNode {
  readonly node_id: string;
  readonly name: string;
  readonly blueprint_type_id: string;
  readonly properties: Record<string, unknown>;
}

export interface NativeLink {
  readonly parent_id: string;
  readonly child_id: string;
  readonly properties: Record<string, unknown>;
}

/** Some commits that follow each other, and whose they are. */
export interface Bucket {
  readonly from_seq: number;
  readonly to_seq: number;
  readonly from: string;
  readonly to: string;
  readonly commits: number;
  readonly users: Readonly<Record<string, number>>;
}

/** Somebody who changed the graph. */
export interface Author {
  readonly user: string;
  readonly name: string;
  readonly color: string;
  readonly commits: number;
}

/** A whole history, as a picture of a few hundred points shows it. */
export interface TimelineData {
  readonly seq: number;
  readonly started: string | null;
  readonly ended: string | null;
  readonly commits: number;
  readonly buckets: readonly Bucket[];
  readonly people: readonly Author[];
  /** The oldest moment that can still be shown. */
  readonly oldest_seq: number;
}

/** Whose commits, and about which nodes; without either all are meant. */
export interface CommitFilter {
  readonly user?: string | undefined;
  readonly nodeIds?: readonly string[] | undefined;
}
