import type { Rows } from '../drawing/rows';
import { Program, type Field, type Uniform } from './program';

/** How a kind of thing is drawn: one shape, again for every row. */
export interface LayerKind {
  readonly vertex: string;
  readonly fragment: string;
  /** The corners of the shape's triangles, `parts` numbers each. */
  readonly corners: Float32Array;
  readonly cornerParts: number;
  readonly fields: readonly Field[];
}

/** Draws a table, and sends to the graphics card only the rows that changed. */
export class Layer {
  private readonly program: Program;
  private readonly buffer: WebGLBuffer;
  private readonly setup: WebGLVertexArrayObject;
  private readonly cornerCount: number;
  private capacity = 0;

  constructor(
    private readonly gl: WebGL2RenderingContext,
    private readonly rows: Rows,
    kind: LayerKind
  ) {
    this.program = new Program(gl, kind.vertex, kind.fragment);
    this.buffer = gl.createBuffer();
    this.setup = gl.createVertexArray();
    this.cornerCount = kind.corners.length / kind.cornerParts;
    gl.bindVertexArray(this.setup);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, kind.corners, gl.STATIC_DRAW);
    const corner = { name: 'corner', parts: kind.cornerParts, offset: 0 };
    this.program.read(corner, 4 * kind.cornerParts, false);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    kind.fields.forEach((field) => this.program.read(field, 4 * rows.length, true));
    rows.touchAll();
  }

  draw(uniforms: Readonly<Record<string, Uniform>>): void {
    const { gl } = this;
    this.send();
    this.program.use(uniforms);
    gl.bindVertexArray(this.setup);
    gl.drawArraysInstanced(gl.TRIANGLES, 0, this.cornerCount, this.rows.count);
  }

  private send(): void {
    const { gl, rows } = this;
    const changed = rows.takeChanged();
    if (!changed) {
      return;
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    if (rows.floats.length !== this.capacity) {
      this.capacity = rows.floats.length;
      gl.bufferData(gl.ARRAY_BUFFER, rows.floats, gl.DYNAMIC_DRAW);
    } else {
      const { length } = rows;
      const part = rows.floats.subarray(changed.from * length, changed.to * length);
      gl.bufferSubData(gl.ARRAY_BUFFER, 4 * changed.from * length, part);
    }
  }
}
