import { DomainError } from '@bonafide/core'

/** SQLSTATE classes and codes (PostgreSQL appendix A) that pass by themselves: connection lost, resources, shutdown, timeouts, serialisation. */
const passing = /^(?:08...|53...|57P..|57014|55P03|25006|40001|40P01|58...)$/
const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])
const poolMessages = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Query read timeout',
  'Cannot use a pool after calling end',
]

/** A database that is away becomes `unavailable`; text that it cannot hold becomes `malformed_request`; anything else is not ours to explain. */
export function translateDatabaseError(error: unknown): DomainError | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : ''
    const away = passing.test(code) || socketCodes.has(code) || poolMessages.some((start) => (current as Error).message.startsWith(start))
    if (away)
      return new DomainError('unavailable', 'The database cannot answer right now. Try again.', { retryAfterSeconds: 5, cause: error })
    // 22021 character_not_in_repertoire, 22P05 untranslatable_character: NUL in a text that escaped the parsers.
    if (code === '22021' || code === '22P05')
      return new DomainError('malformed_request', 'The request holds characters that cannot be stored.')
  }
  return undefined
}
