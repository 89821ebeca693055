/**
 * Two slots of firmware, as ESP-IDF's bootloader keeps them with CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE (docs/SPEC-UPDATE.md, 4), and
 * the arithmetic an update needs. On the chip all of it is reached through the FFI.
 */
import type { Flash } from './flash';

export interface BootControl {
  /** The running image was started for the first time: unless `confirm` is called, the next start is the image before. */
  readonly onTrial: boolean;
  /** The image in the other slot was tried and did not stay: it was rejected, or a reset came before it was confirmed. */
  readonly returned: boolean;
  /** Opens the slot that does not run. Throws when there is none. */
  otherSlot(): Flash;
  /** Makes the other slot the one to start next, on trial. @returns false when what is in it cannot be started */
  activate(): boolean;
  /** Ends the trial: the running image stays. @returns false when that could not be written */
  confirm(): boolean;
  /** Ends the trial: restarts into the image before. Returns when there is none that could be started. */
  reject(): void;
}

/** Arrays begin at the first byte of their buffer: the FFI hands over buffers. */
export interface UpdateCrypto {
  /** Begins a SHA-256; one at a time. */
  sha256Start(): void;
  /** Takes the first `length` bytes. */
  sha256Update(bytes: Uint8Array, length: number): void;
  /** Fills `into`, 32 bytes. */
  sha256Finish(into: Uint8Array): void;
  /**
   * ECDSA with P-256 and SHA-256.
   * @param publicKey 0x04, x, y: 65 bytes
   * @param length bytes of `message` that are signed, from its first
   * @param signature r, s: 64 bytes
   */
  verifyP256(publicKey: Uint8Array, message: Uint8Array, length: number, signature: Uint8Array): boolean;
}
