/** What `mc/ffi` is on the chip: an object whose methods are the C functions. Here the host program gives them (kernel-glue.ts). */
declare const nativeFunctions: object;

export default class FFI {
  constructor() {
    return nativeFunctions;
  }
}
