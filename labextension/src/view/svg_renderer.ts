import { blobOf } from './drawing/blob_of';
import { CanvasRenderer } from './drawing/canvas_renderer';
import { Labels } from './drawing/labels';
import { sceneElements } from './drawing/scene_elements';
import { element, svgElement } from './dom';
import type { Theme } from './theme';

/** More nodes than this are not drawn as SVG: a page would get slow. */
export const SVG_NODES = 500;

const LETTER_PX = 6.6;
const PICTURE_DENSITY = 2;

/** Draws without WebGL: small graphs, tests. What changes is drawn anew as a whole. */
export class SvgRenderer extends CanvasRenderer {
  readonly kind = 'svg';
  private readonly picture = svgElement('svg', { class: 'graphsync-svg' });
  private readonly labels = new Labels((text) => text.length * LETTER_PX);

  constructor(container: HTMLElement, theme: Theme) {
    super(container, theme, false);
    this.picture.setAttribute('aria-hidden', 'true');
    this.surface.prepend(this.picture);
    this.resize();
  }

  async toPNG(part: 'seen' | 'whole' = 'seen'): Promise<Blob> {
    const { camera } = this;
    const seen = camera.view;
    camera.view = part === 'whole' ? this.lookout.wholeView() : seen;
    this.draw();
    const text = new XMLSerializer().serializeToString(this.picture);
    camera.view = seen;
    this.draw();
    return blobOf(await this.drawn(text));
  }

  protected draw(): void {
    const { mirror, camera, theme } = this;
    if (mirror.scene) {
      const labels = this.labels.choose(mirror.scene, mirror, camera, this.lookout.blocked);
      const drawn = sceneElements({ scene: mirror.scene, mirror, camera, theme, labels });
      this.picture.replaceChildren(...drawn);
    }
  }

  protected sized(): void {
    const { width, height } = this.camera;
    this.picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
  }

  private async drawn(svgText: string): Promise<HTMLCanvasElement> {
    const { width, height } = this.camera;
    const image = new Image(width, height);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText)}`;
    await image.decode();
    const canvas = element('canvas', '');
    [canvas.width, canvas.height] = [width * PICTURE_DENSITY, height * PICTURE_DENSITY];
    const context = canvas.getContext('2d')!;
    context.fillStyle = this.theme.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  }
}
