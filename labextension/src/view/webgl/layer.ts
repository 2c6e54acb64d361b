import type { Rows } from '../drawing/rows';
import { Program, type Uniform } from './program';

const TEXELS_IN_ROW = 2;
const TEXTURE_WIDTH = 1024;
/** The rows that one line of a texture holds. */
const ROWS_IN_LINE = TEXTURE_WIDTH / TEXELS_IN_ROW;

/** What the shaders of all layers know: where the parts of a row are. */
export const READ_ROWS = `
uniform highp usampler2D rows;
uvec4 partOf(int row, int part) {
  int at = ${TEXELS_IN_ROW} * row + part;
  return texelFetch(rows, ivec2(at % ${TEXTURE_WIDTH}, at / ${TEXTURE_WIDTH}), 0);
}
vec4 colorOf(uint ink) {
  return vec4((uvec4(ink) >> uvec4(0, 8, 16, 24)) & 255u) / 255.0;
}
vec4 bytesOf(uint word) {
  return vec4((uvec4(word) >> uvec4(0, 8, 16, 24)) & 255u);
}`;

/**
 * Draws a table, so many triangle corners for every row, and sends to the graphics card only what
 * changed. The shaders read rows from a texture: drawing the same shape again and again
 * (`drawArraysInstanced`) takes 30 times as long where the processor does a graphics card's work.
 */
export class Layer {
  private readonly program: Program;
  private readonly texture: WebGLTexture;
  private lines = 0;

  constructor(
    private readonly gl: WebGL2RenderingContext,
    private readonly rows: Rows,
    shaders: { readonly vertex: string; readonly fragment: string }
  ) {
    this.program = new Program(gl, shaders.vertex, shaders.fragment);
    this.texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    rows.touchAll();
  }

  draw(uniforms: Readonly<Record<string, Uniform>>, corners: number): void {
    const { gl } = this;
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    this.send();
    this.program.use(uniforms);
    gl.drawArrays(gl.TRIANGLES, 0, corners * this.rows.count);
  }

  private send(): void {
    const { gl, rows } = this;
    const changed = rows.takeChanged();
    if (!changed) {
      return;
    }
    const lines = rows.words.length / rows.length / ROWS_IN_LINE;
    const size = [TEXTURE_WIDTH, lines] as const;
    if (lines !== this.lines) {
      this.lines = lines;
      gl.texImage2D(
        gl.TEXTURE_2D,
        0,
        gl.RGBA32UI,
        ...size,
        0,
        gl.RGBA_INTEGER,
        gl.UNSIGNED_INT,
        rows.words
      );
    } else {
      const from = Math.floor(changed.from / ROWS_IN_LINE);
      const to = Math.ceil(changed.to / ROWS_IN_LINE);
      const words = rows.words.subarray(from * ROWS_IN_LINE * rows.length);
      const part = [0, from, TEXTURE_WIDTH, to - from] as const;
      gl.texSubImage2D(gl.TEXTURE_2D, 0, ...part, gl.RGBA_INTEGER, gl.UNSIGNED_INT, words);
    }
  }
}
