import type { GraphNode, Replica } from '../../core';
import type { Display } from '../display';
import { asColor, Palette, sequential } from '../palette';
import { valueText } from '../text';
import { Census } from './census';
import { iconLook, type IconLook } from './icon';
import { NumberRange } from './number_range';
import type { Shape } from './shapes';
import { LARGEST, SMALLEST, SMALLEST_WITH_MARK } from './sizes';

const WITHOUT_VALUE = '#8a919a';

/** One colour of the legend, and what it stands for. */
export interface ColorRow {
  readonly title: string;
  readonly color: string;
  readonly shape: Shape;
  readonly count: number;
}

/** What colours and sizes mean at the moment. */
export interface Meaning {
  /** The property that decides on colours; the node's type where there is none. */
  readonly colorBy: string | undefined;
  readonly rows: readonly ColorRow[];
  /** Set where colours stand for numbers: then there are no rows. */
  readonly colorRange: { readonly least: number; readonly most: number } | undefined;
  readonly sizeBy: string | undefined;
  readonly sizeRange: { readonly least: number; readonly most: number } | undefined;
}

/** Decides how nodes look: by what one chose to see, then by their own, then by their type. */
export class Appearance {
  private readonly palette = new Palette();
  private readonly values = new Palette();
  private readonly colors = new NumberRange();
  private readonly sizes = new NumberRange();
  private readonly census = new Census();

  constructor(
    private readonly replica: Replica,
    private readonly display: Display
  ) {}

  /** Reads all nodes anew. */
  load(): void {
    [this.colors, this.sizes, this.census].forEach((part) => part.clear());
    for (const node of this.replica.nodes.values()) {
      this.takeValues(node);
    }
    for (const node of this.replica.nodes.values()) {
      this.census.set(node.nodeId, this.colorKey(node));
    }
  }

  /** Takes in how a node is now; returns whether others look different by that. */
  update(nodeId: string): boolean {
    const node = this.replica.nodes.get(nodeId);
    const isWider = node !== undefined && this.takeValues(node);
    this.census.set(nodeId, node && this.colorKey(node));
    return isWider;
  }

  meaning(): Meaning {
    const { colorBy, sizeBy } = this.display.state;
    const hasColorRange = colorBy !== undefined && this.colors.isNumeric;
    return {
      colorBy,
      rows: hasColorRange ? [] : this.rows(colorBy),
      colorRange: hasColorRange ? { least: this.colors.least, most: this.colors.most } : undefined,
      sizeBy,
      sizeRange:
        sizeBy !== undefined && this.sizes.isNumeric
          ? { least: this.sizes.least, most: this.sizes.most }
          : undefined
    };
  }

  label(node: GraphNode): string {
    const { labelBy } = this.display.state;
    const property = labelBy ?? this.style(node)?.label_property;
    const value = property === undefined ? undefined : node.properties.get(property);
    return value === undefined || value === null ? node.name : valueText(value);
  }

  color(node: GraphNode): string {
    const { colorBy } = this.display.state;
    if (colorBy !== undefined) {
      return this.valueColor(node.properties.get(colorBy));
    }
    return asColor(node.properties.get('_color')) ?? this.typeColor(node.blueprintTypeId);
  }

  typeColor(typeId: string): string {
    const told = asColor(this.replica.blueprintTypes.get(typeId)?.style.color);
    return told ?? this.palette.colorOf(typeId);
  }

  typeTitle(typeId: string): string {
    return this.replica.blueprintTypes.get(typeId)?.title ?? typeId;
  }

  icon(node: GraphNode): IconLook {
    return this.typeIcon(node.blueprintTypeId);
  }

  /** A node's radius. Its area grows in step with the value, or with the number of its links. */
  size(node: GraphNode, { mark }: IconLook): number {
    const { sizeBy } = this.display.state;
    const size = sizeBy === undefined ? this.sizeByLinks(node) : this.sizeByValue(node, sizeBy);
    return mark === undefined ? size : Math.max(SMALLEST_WITH_MARK, size);
  }

  private sizeByLinks({ nodeId }: GraphNode): number {
    const links = this.replica.children(nodeId).size + this.replica.parents(nodeId).size;
    return Math.min(LARGEST, SMALLEST + 2 * Math.sqrt(links));
  }

  private sizeByValue({ properties }: GraphNode, propertyId: string): number {
    const share = this.sizes.share(properties.get(propertyId)) ?? 0;
    return Math.sqrt(SMALLEST ** 2 + share * (LARGEST ** 2 - SMALLEST ** 2));
  }

  private valueColor(value: unknown): string {
    if (value === undefined || value === null) {
      return WITHOUT_VALUE;
    }
    const share = this.colors.isNumeric ? this.colors.share(value) : undefined;
    return share === undefined ? this.values.colorOf(valueText(value)) : sequential(share);
  }

  private typeIcon(typeId: string): IconLook {
    return iconLook(this.replica.blueprintTypes.get(typeId)?.style.icon);
  }

  private style({ blueprintTypeId }: GraphNode) {
    return this.replica.blueprintTypes.get(blueprintTypeId)?.style;
  }

  private takeValues({ properties }: GraphNode): boolean {
    const { colorBy, sizeBy } = this.display.state;
    const hasColor = colorBy !== undefined && this.colors.take(properties.get(colorBy));
    const hasSize = sizeBy !== undefined && this.sizes.take(properties.get(sizeBy));
    return hasColor || hasSize;
  }

  private colorKey({ blueprintTypeId, properties }: GraphNode): string | undefined {
    const { colorBy } = this.display.state;
    if (colorBy === undefined) {
      return blueprintTypeId;
    }
    const value = properties.get(colorBy);
    return value === undefined || value === null ? undefined : valueText(value);
  }

  private rows(colorBy: string | undefined): ColorRow[] {
    return this.census.all().map(([key, count]) => ({
      title: colorBy === undefined ? this.typeTitle(key) : key,
      color: colorBy === undefined ? this.typeColor(key) : this.values.colorOf(key),
      shape: colorBy === undefined ? this.typeIcon(key).shape : 'circle',
      count
    }));
  }
}
