/** The part of pngjs in use; the package ships no types. */
declare module 'pngjs' {
  export class PNG {
    constructor(size: { width: number; height: number });
    readonly width: number;
    readonly height: number;
    /** RGBA, 4 bytes a pixel, row by row. */
    readonly data: Buffer;
    static readonly sync: {
      write(png: PNG): Buffer;
      read(bytes: Buffer): PNG;
    };
  }
}
