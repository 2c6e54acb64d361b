import { readableOn } from '../drawing/ink';
import type { Camera } from '../drawing/camera';
import { FONT_PX, LINE_PX, type Labels } from '../drawing/labels';
import type { Lookout } from '../drawing/lookout';
import type { Mirror } from '../drawing/mirror';
import type { Scene } from '../scene';
import { shorten } from '../text';
import type { Theme } from '../theme';

type Pen = CanvasRenderingContext2D;

const LEAST_MARK_RADIUS_PX = 6;
const MOST_MARKS = 1_500;
const MOST_LINK_LABELS = 150;
const LINK_LABEL_SCALE = 0.7;

export function fontOf({ font }: Theme, px = FONT_PX): string {
  return `${px}px ${font}`;
}

/** Writes what is text: labels of nodes and links, marks in nodes. */
export class TextLayer {
  constructor(
    private readonly pen: Pen,
    private readonly labels: Labels
  ) {}

  draw(scene: Scene, mirror: Mirror, { camera, blocked }: Lookout, theme: Theme): void {
    const { pen } = this;
    pen.textAlign = 'center';
    pen.lineJoin = 'round';
    this.drawMarks(scene, mirror, camera, theme);
    this.drawLinkLabels(scene, mirror, camera, theme);
    pen.font = fontOf(theme);
    pen.textBaseline = 'top';
    for (const { text, x, y } of this.labels.choose(scene, mirror, camera, blocked)) {
      write(pen, theme, text, { x, y: y + (LINE_PX - FONT_PX) / 2 }, theme.text);
    }
  }

  /** Marks are looked up node by node: only where few enough are in sight. */
  private drawMarks(scene: Scene, mirror: Mirror, camera: Camera, theme: Theme): void {
    const { pen } = this;
    const rows = mirror.nodes.rowsIn(camera.viewport());
    if (rows.length > MOST_MARKS) {
      return;
    }
    pen.textBaseline = 'middle';
    for (const row of rows) {
      const { x, y, size } = mirror.nodes.placeOf(row);
      const radius = size * camera.growth;
      const mark = scene.mark(mirror.nodes.ids[row]!);
      const at = camera.toScreen({ x, y });
      const isFaded = mirror.nodes.isFaded(row) || (mirror.isFading && !mirror.nodes.isNear(row));
      if (mark !== undefined && radius >= LEAST_MARK_RADIUS_PX) {
        pen.globalAlpha = isFaded ? 0.25 : 1;
        pen.font = fontOf(theme, radius * (mark.length > 1 ? 0.95 : 1.15));
        pen.fillStyle = readableOn(mirror.nodes.inkOf(row));
        pen.fillText(mark, at.x, at.y + 0.06 * radius);
        pen.globalAlpha = 1;
      }
    }
  }

  private drawLinkLabels(scene: Scene, mirror: Mirror, camera: Camera, theme: Theme): void {
    if (camera.view.scale < LINK_LABEL_SCALE) {
      return;
    }
    const { pen } = this;
    const rows = mirror.links.rowsIn(camera.viewport(), MOST_LINK_LABELS);
    pen.font = fontOf(theme, 11);
    pen.textBaseline = 'middle';
    for (const row of rows) {
      const { label, isFaded } = scene.linkLook(mirror.links.ends[row]!);
      if (label !== undefined && !isFaded) {
        const { from, to } = mirror.links.spanOf(row);
        const at = camera.toScreen({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
        write(pen, theme, shorten(label), at, theme.mutedText);
      }
    }
  }
}

/** Writes with a rim in the ground's colour, so that links do not strike the text through. */
function write(
  pen: Pen,
  theme: Theme,
  text: string,
  { x, y }: { x: number; y: number },
  color: string
): void {
  pen.lineWidth = 3;
  pen.strokeStyle = theme.background;
  pen.strokeText(text, x, y);
  pen.fillStyle = color;
  pen.fillText(text, x, y);
}
