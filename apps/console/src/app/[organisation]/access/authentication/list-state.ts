import { parseAsString } from 'nuqs/server'
import type { AuthenticationQueryVariables } from './operations.generated.ts'

export const authenticationParsers = { after: parseAsString, sessions: parseAsString }

interface AuthenticationState {
  after: string | null
  sessions: string | null
}

export const authenticationVariables = ({ after, sessions }: AuthenticationState): AuthenticationQueryVariables => ({
  tokensAfter: after,
  sessionsAfter: sessions,
})
