/** What every source of a token is lent. */
export interface Asking {
  /** Whom the token shall be for, where the platform can be asked. */
  audience: string
  /** The file that holds the token; `-` where the caller reads something else by that name. */
  tokenFile?: string
  /** The name of the environment variable that holds the token. */
  tokenVariable?: string
  /** The environment variables of the process. */
  environment: Readonly<Record<string, string | undefined>>
  fetch: typeof globalThis.fetch
  /** Runs a program without a shell and answers what it printed; fails when it fails. */
  run(program: string, programArguments: readonly string[]): Promise<string>
  readFile(path: string): Promise<string>
}

/** What a source gave, not yet looked at, and where that was, for sentences. */
export interface Found {
  text: string
  place: string
}

/** One way to a token. Fails with `ProofError` where there is none. */
export type TokenSource = (asking: Asking) => Promise<Found>
