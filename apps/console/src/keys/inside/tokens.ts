import { type KeyPair, keyringKeyPair, mintToken, type TokenKind } from '@bonafide/crypto'
import type { HandledAccount } from '../shapes.ts'
import { openAccountKeyring } from './accounts.ts'
import type { Lent } from './operation.ts'

/** A token without its value, which the server alone gives: `<kind>:` and `:<public key>:<share 0>:<wrap key>`. */
export interface TokenDraft {
  beforeValue: string
  afterValue: string
  /** The half of the key that the server keeps, 208 hex digits. */
  wrappedKeyShare: string
}

export function draftPersonalToken(_: object, { keys, randomBytes }: Lent): TokenDraft {
  return draftToken('pss_user:v1', keys.pair, randomBytes)
}

export function draftServiceToken({ account }: { account: HandledAccount }, { keys, randomBytes }: Lent): TokenDraft {
  return draftToken('pss_service:v2', keyringKeyPair(openAccountKeyring(account, keys)), randomBytes)
}

function draftToken(kind: TokenKind, pair: KeyPair, randomBytes: Lent['randomBytes']): TokenDraft {
  const { token, value, wrappedKeyShare } = mintToken(kind, pair, randomBytes)
  const [beforeValue = '', afterValue = ''] = token.split(value)
  return { beforeValue, afterValue, wrappedKeyShare }
}
