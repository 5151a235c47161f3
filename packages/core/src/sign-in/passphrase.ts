/**
 * What a browser derives from a password (argon2id, 256 MiB), done by the server for scripts that send the password itself. Implementations
 * work outside the event loop and on one password at a time; `authHash` and `deviceKey` are those of `@bonafide/crypto`, 64 hex digits each.
 */
export interface PassphraseDeriver {
  /** What stands for the password at sign-in. */
  authHash(email: string, password: string): Promise<string>
  /** The key that seals the member's keyring. */
  deviceKey(email: string, password: string): Promise<string>
}
