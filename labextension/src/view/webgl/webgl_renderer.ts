import { CanvasRenderer } from '../drawing/canvas_renderer';
import { blobOf } from '../drawing/blob_of';
import { partsOf } from '../drawing/ink';
import { Labels } from '../drawing/labels';
import { element } from '../dom';
import type { Theme } from '../theme';
import { Layer } from './layer';
import { linkCorners, LINKS } from './link_layer';
import { NODE_CORNERS, NODES } from './node_layer';
import { fontOf, TextLayer } from './text_layer';

const PICTURE_DENSITY = 2;
// What the shaders know as `pass`.
const [ALL, PALE_FIRST, THEN_THE_REST] = [0, 1, 2];

/** Draws by WebGL, any number of nodes. What a change costs does not depend on how many there are. */
export class WebglRenderer extends CanvasRenderer {
  readonly kind = 'webgl';
  private readonly writing = element('canvas', 'graphsync-layer');
  private readonly linkLayer: Layer;
  private readonly nodeLayer: Layer;
  private readonly pen = this.writing.getContext('2d')!;
  private readonly labels = new Labels((text) => this.pen.measureText(text).width);
  private isGone = false;
  private readonly texts = new TextLayer(this.pen, this.labels);

  private constructor(
    container: HTMLElement,
    theme: Theme,
    private readonly canvas: HTMLCanvasElement,
    private readonly gl: WebGL2RenderingContext
  ) {
    super(container, theme, true);
    this.linkLayer = new Layer(gl, this.mirror.links.rows, LINKS);
    this.nodeLayer = new Layer(gl, this.mirror.nodes.rows, NODES);
    this.surface.prepend(this.canvas, this.writing);
    this.canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      if (!this.isGone) {
        this.events.emit({ kind: 'lost' });
      }
    });
    this.resize();
  }

  /** Makes one; none where the browser gives no WebGL 2, or has no more of it to give. */
  static make(container: HTMLElement, theme: Theme): WebglRenderer | undefined {
    const canvas = element('canvas', 'graphsync-layer');
    const gl = canvas.getContext('webgl2', { antialias: false, powerPreference: 'low-power' });
    return gl ? new WebglRenderer(container, theme, canvas, gl) : undefined;
  }

  override setTheme(theme: Theme): void {
    this.labels.forget();
    super.setTheme(theme);
  }

  toPNG(part: 'seen' | 'whole' = 'seen'): Promise<Blob> {
    const { camera } = this;
    const seen = camera.view;
    camera.view = part === 'whole' ? this.lookout.wholeView() : seen;
    this.measureFor(PICTURE_DENSITY);
    this.paint(PICTURE_DENSITY);
    const picture = this.flattened();
    camera.view = seen;
    this.measureFor(densityOfPage());
    this.draw();
    return blobOf(picture);
  }

  override dispose(): void {
    this.isGone = true;
    super.dispose();
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  protected draw(): void {
    this.paint(densityOfPage());
  }

  protected sized(): void {
    this.measureFor(densityOfPage());
  }

  private measureFor(density: number): void {
    for (const layer of [this.canvas, this.writing]) {
      layer.width = Math.round(this.camera.width * density);
      layer.height = Math.round(this.camera.height * density);
    }
  }

  private paint(density: number): void {
    const { gl, canvas, mirror } = this;
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    const uniforms = this.uniforms(density);
    const corners = linkCorners(this.camera.growth);
    for (const pass of mirror.hasFaded ? [PALE_FIRST, THEN_THE_REST] : [ALL]) {
      this.linkLayer.draw({ ...uniforms, corners, pass }, corners);
      this.nodeLayer.draw({ ...uniforms, pass }, NODE_CORNERS);
    }
    this.pen.setTransform(density, 0, 0, density, 0, 0);
    this.pen.clearRect(0, 0, this.camera.width, this.camera.height);
    this.pen.font = fontOf(this.theme);
    if (mirror.scene) {
      this.texts.draw(mirror.scene, mirror, this.lookout, this.theme);
    }
  }

  private uniforms(density: number) {
    const { camera, theme } = this;
    return {
      middle: [camera.view.x, camera.view.y],
      room: [camera.width, camera.height],
      scale: camera.view.scale,
      growth: camera.growth,
      density,
      isFading: this.mirror.isFading ? 1 : 0,
      crowd: crowdOf(this.mirror.links.rows.count),
      boldness: theme.isHighContrast ? 1.5 : 1,
      rim: theme.isHighContrast ? 1 : 0,
      rimInk: partsOf(theme.text),
      ground: partsOf(theme.background),
      accent: partsOf(theme.accent),
      link: partsOf(theme.link)
    };
  }

  private flattened(): HTMLCanvasElement {
    const picture = element('canvas', '');
    [picture.width, picture.height] = [this.canvas.width, this.canvas.height];
    const context = picture.getContext('2d')!;
    context.fillStyle = this.theme.background;
    context.fillRect(0, 0, picture.width, picture.height);
    // What WebGL drew is there until this turn is over.
    context.drawImage(this.canvas, 0, 0);
    context.drawImage(this.writing, 0, 0);
    return picture;
  }
}

/** Many links seen from far away would be one grey field: each is drawn paler. */
function crowdOf(links: number): number {
  return Math.min(1, Math.max(0.2, Math.sqrt(2_000 / Math.max(1, links))));
}

function densityOfPage(): number {
  return Math.min(3, window.devicePixelRatio || 1);
}
