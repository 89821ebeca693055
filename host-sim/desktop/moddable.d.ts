/** What the simulator's main module uses of the Moddable SDK. */
declare function trace(...messages: string[]): void;

declare module 'Resource' {
  /** modules/files/resource. */
  export default class Resource {
    /** Throws `Error` when there is no such resource. */
    constructor(path: string);
    readonly byteLength: number;
    slice(begin: number, end: number): ArrayBuffer;
  }
}
