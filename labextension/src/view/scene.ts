import type { GraphNode, Replica } from '../core';
import { Display, type DisplayState } from './display';
import type { Point } from './geometry';
import { Placement } from './layout/placement';
import { Appearance, type Meaning } from './looks/appearance';
import { Folding } from './looks/folding';
import type { Shape } from './looks/shapes';
import { asColor } from './palette';
import { matcher } from './search/matching';
import { shorten, valueText } from './text';

/** How one node is drawn. */
export interface NodeLook extends Point {
  readonly label: string;
  readonly color: string;
  /** Radius in pixels at natural size. */
  readonly size: number;
  readonly shape: Shape;
  /** A letter or an emoji that is drawn inside. */
  readonly mark: string | undefined;
  /** Stands behind the others, without a label: the filter looks for something else. */
  readonly isFaded: boolean;
  /** Hides nodes that hang on it: it is collapsed. */
  readonly isFolded: boolean;
}

/** How one link is drawn. A link without a colour takes the theme's. */
export interface LinkLook {
  readonly color: string | undefined;
  readonly label: string | undefined;
  readonly isFaded: boolean;
}

export interface LinkEnds {
  readonly parentId: string;
  readonly childId: string;
}

/** What is to be drawn again: things that are there, that have come, or that have gone. */
export interface SceneChange {
  readonly nodeIds: ReadonlySet<string>;
  readonly links: readonly LinkEnds[];
}

/** The fields of a display that the look of nodes depends on. */
const LOOKS: readonly (keyof DisplayState)[] = [
  'filter',
  'colorBy',
  'sizeBy',
  'labelBy',
  'collapsed',
  'marks'
];

/** What there is to draw, and where: the graph as one viewer sees it. */
export class Scene {
  readonly placement: Placement;
  private readonly appearance: Appearance;
  private readonly folding: Folding;
  private fits: ((node: GraphNode) => boolean) | undefined;

  constructor(
    readonly replica: Replica,
    private readonly display: Display = new Display()
  ) {
    this.placement = new Placement(replica);
    this.appearance = new Appearance(replica, display);
    this.folding = new Folding(replica);
  }

  /** The nodes that are drawn. */
  get nodeIds(): Iterable<string> {
    const ids = this.replica.nodes.keys();
    return this.folding.isActive ? this.seen(ids) : ids;
  }

  /** The links that are drawn: those between nodes that are. */
  *links(): Iterable<LinkEnds> {
    for (const link of this.replica.links()) {
      if (this.areSeen(link)) {
        yield link;
      }
    }
  }

  isSeen(nodeId: string): boolean {
    return this.replica.nodes.has(nodeId) && !this.folding.isHidden(nodeId);
  }

  /** Whether a link is drawn. */
  hasLink(ends: LinkEnds): boolean {
    return this.replica.link(ends.parentId, ends.childId) !== undefined && this.areSeen(ends);
  }

  /** The links of a node that are drawn. */
  *linksOf(nodeId: string): Iterable<LinkEnds> {
    yield* this.drawn(this.replica.parents(nodeId).values());
    yield* this.drawn(this.replica.children(nodeId).values());
  }

  /** Whether the filter looks for anything. */
  get isFiltered(): boolean {
    return this.fits !== undefined;
  }

  /** Whether a node is what the filter looks for; all are while it looks for nothing. */
  matches(nodeId: string): boolean {
    const node = this.replica.nodes.get(nodeId);
    return node !== undefined && (this.fits?.(node) ?? true);
  }

  /** Whether a change of these fields of the display changes what is drawn. */
  static dependsOn(fields: readonly (keyof DisplayState)[]): boolean {
    return fields.some((field) => LOOKS.includes(field));
  }

  /** Reads graph and display anew, all but the places. */
  load(): void {
    const { filter, collapsed } = this.display.state;
    this.fits = matcher(filter, this.replica);
    this.appearance.load();
    this.folding.load(collapsed);
  }

  /**
   * Takes in what changed in the graph. Returns all that looks different by that, or `everything`
   * where one cannot tell it node by node.
   */
  update({ nodeIds, links }: SceneChange): SceneChange | 'everything' {
    let isEverything = false;
    for (const nodeId of nodeIds) {
      isEverything = this.appearance.update(nodeId) || isEverything;
    }
    const turned = this.folding.update(nodeIds, links);
    if (isEverything) {
      return 'everything';
    }
    return this.folding.isActive ? this.widened({ nodeIds, links }, turned) : { nodeIds, links };
  }

  look(nodeId: string): NodeLook | undefined {
    const node = this.replica.nodes.get(nodeId);
    if (!node || this.folding.isHidden(nodeId)) {
      return undefined;
    }
    const icon = this.appearance.icon(node);
    const { x, y } = this.placement.of(nodeId);
    const { marks } = this.display.state;
    return {
      x,
      y,
      label: this.appearance.label(node),
      color: marks?.get(nodeId) ?? this.appearance.color(node),
      size: this.appearance.size(node, icon),
      shape: icon.shape,
      mark: icon.mark,
      isFaded: (marks !== undefined && !marks.has(nodeId)) || this.fits?.(node) === false,
      isFolded: this.folding.countText(nodeId) !== undefined
    };
  }

  /** What is written below a node: its label, and how many nodes it hides. */
  caption(nodeId: string): string {
    const node = this.replica.nodes.get(nodeId);
    const hidden = this.folding.countText(nodeId);
    const label = node ? shorten(this.appearance.label(node)) : '';
    return hidden === undefined ? label : `${label} ${hidden}`;
  }

  /** What stands in a node. */
  mark(nodeId: string): string | undefined {
    const node = this.replica.nodes.get(nodeId);
    return node && this.appearance.icon(node).mark;
  }

  linkLook({ parentId, childId }: LinkEnds): LinkLook {
    const link = this.replica.link(parentId, childId);
    const label = link?.properties.get('label');
    return {
      color: asColor(link?.properties.get('_color')),
      label: label === undefined || label === null ? undefined : valueText(label),
      isFaded: this.fits !== undefined && !(this.matches(parentId) && this.matches(childId))
    };
  }

  /** What colours and sizes stand for, as a legend tells it. */
  meaning(): Meaning {
    return this.appearance.meaning();
  }

  typeTitle(typeId: string): string {
    return this.appearance.typeTitle(typeId);
  }

  typeColor(typeId: string): string {
    return this.appearance.typeColor(typeId);
  }

  /** Nodes that came into sight or went bring their links, and those who hide them count anew. */
  private widened({ nodeIds, links }: SceneChange, turned: ReadonlySet<string>): SceneChange {
    const allNodes = new Set([...nodeIds, ...turned]);
    const allLinks = [...links];
    for (const nodeId of turned) {
      allLinks.push(...this.replica.parents(nodeId).values());
      allLinks.push(...this.replica.children(nodeId).values());
    }
    for (const nodeId of [...allNodes]) {
      for (const keeper of this.folding.keepers(nodeId)) {
        this.folding.forgetCount(keeper);
        allNodes.add(keeper);
      }
    }
    return { nodeIds: allNodes, links: allLinks };
  }

  private areSeen({ parentId, childId }: LinkEnds): boolean {
    return !this.folding.isHidden(parentId) && !this.folding.isHidden(childId);
  }

  private *seen(nodeIds: Iterable<string>): Iterable<string> {
    for (const nodeId of nodeIds) {
      if (!this.folding.isHidden(nodeId)) {
        yield nodeId;
      }
    }
  }

  private *drawn(links: Iterable<LinkEnds>): Iterable<LinkEnds> {
    for (const link of links) {
      if (this.areSeen(link)) {
        yield link;
      }
    }
  }
}
