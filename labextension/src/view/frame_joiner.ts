/** Calls back once a frame, however often it was asked: what came meanwhile is drawn in one pass. */
export class FrameJoiner {
  private handle: number | undefined;

  constructor(private readonly draw: () => void) {}

  ask(): void {
    this.handle ??= requestAnimationFrame(() => {
      this.handle = undefined;
      this.draw();
    });
  }

  stop(): void {
    if (this.handle !== undefined) {
      cancelAnimationFrame(this.handle);
      this.handle = undefined;
    }
  }
}
