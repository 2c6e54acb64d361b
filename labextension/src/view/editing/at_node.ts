import type { CanvasHost } from '../canvas_host';

/** Keeps an element where a node is on the canvas, wherever one looks and whoever moves it. */
export class AtNode {
  private frame: number | undefined;

  constructor(
    private readonly host: CanvasHost,
    private readonly element: HTMLElement,
    private readonly nodeId: () => string | undefined
  ) {}

  follow(): void {
    this.frame ??= requestAnimationFrame(() => this.next());
    this.place();
  }

  stop(): void {
    if (this.frame !== undefined) {
      cancelAnimationFrame(this.frame);
      this.frame = undefined;
    }
  }

  private next(): void {
    this.frame = undefined;
    this.follow();
  }

  private place(): void {
    const nodeId = this.nodeId();
    const point = nodeId === undefined ? undefined : this.host.current?.screenPosition(nodeId);
    this.element.hidden = point === undefined;
    if (point) {
      this.element.style.transform = `translate(${point.x}px, ${point.y}px)`;
    }
  }
}
