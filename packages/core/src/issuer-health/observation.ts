/** What came of asking an issuer for its keys. */
export interface IssuerAnswer {
  /** When it was asked, in milliseconds since the epoch. */
  askedAt: number
  /** Where; `uploaded` when nobody was asked. */
  place: string
  milliseconds: number
  /** Whether a login can go by that. */
  answered: boolean
  /** Why not; or what is wrong although one can. */
  problem: string | null
  /** Null where none came, or where none are needed. */
  keys: {
    usable: number
    /** Of other kinds or for other purposes: encryption keys and the like. */
    unusable: number
    /** RSA that is too short, or has an exponent that anybody can undo. */
    weak: number
    algorithms: string[]
    /** The same for the same set of keys. */
    fingerprint: string
  } | null
  /** When the certificate of the place ends, where it showed one. */
  certificateEndsAt: number | null
  /** Its clock minus ours by the Date of its answer, in milliseconds. */
  serverOffsetMs: number | null
}

/** What a node has learnt of the issuer of one identity. */
export interface IssuerObservation {
  identityId: string
  answer?: IssuerAnswer
  /**
   * `iat` minus the time of arrival, of the youngest accepted proof, in milliseconds. A token may be handed out late, so only the youngest says
   * something of the clock that dated it.
   */
  tokenOffsetMs?: number
}

/** What a configuration says of its issuer, as far as its health is concerned. */
export interface WatchedIssuer {
  issuer: string
  /** Where it is asked, or may be: an answer of anywhere else is about what the configuration was before. */
  places: readonly string[]
  /** From this day on (2027-01-31, UTC) its uploaded keys are told of as old. */
  remindOn?: string
  keysAreUploaded: boolean
  /** Each token is made for one login: then an old one means a slow clock. */
  makesFreshTokens: boolean
}
