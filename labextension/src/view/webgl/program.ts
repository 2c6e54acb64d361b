export type Uniform = number | readonly number[];

/** A pair of shaders. */
export class Program {
  private readonly program: WebGLProgram;
  private readonly uniforms = new Map<string, WebGLUniformLocation | null>();

  constructor(
    private readonly gl: WebGL2RenderingContext,
    vertex: string,
    fragment: string
  ) {
    this.program = gl.createProgram();
    this.attach(gl.VERTEX_SHADER, vertex);
    this.attach(gl.FRAGMENT_SHADER, fragment);
    gl.linkProgram(this.program);
    if (!gl.getProgramParameter(this.program, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw new Error(`the shaders do not link: ${gl.getProgramInfoLog(this.program)}`);
    }
  }

  use(values: Readonly<Record<string, Uniform>>): void {
    this.gl.useProgram(this.program);
    for (const [name, value] of Object.entries(values)) {
      this.set(name, typeof value === 'number' ? [value] : value);
    }
  }

  private attach(kind: number, source: string): void {
    const { gl } = this;
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
      throw new Error(`a shader does not compile: ${gl.getShaderInfoLog(shader)}`);
    }
    gl.attachShader(this.program, shader);
  }

  private set(name: string, value: readonly number[]): void {
    const { gl, uniforms } = this;
    if (!uniforms.has(name)) {
      uniforms.set(name, gl.getUniformLocation(this.program, name));
    }
    const at = uniforms.get(name) ?? null;
    if (value.length === 1) {
      gl.uniform1f(at, value[0]!);
    } else if (value.length === 2) {
      gl.uniform2fv(at, value);
    } else {
      gl.uniform4fv(at, value);
    }
  }
}
