import { type Logger, pino, stdSerializers } from 'pino'

/** Fields that may hold something secret, wherever they stand in what is logged. */
const secretNames = [
  'authorization',
  'cookie',
  'token',
  'sessionToken',
  'secret',
  'password',
  'authHash',
  'key',
  'privateKey',
  'wrappedKeyring',
  'keyring',
  'value',
  'code_verifier',
  'signature',
  'jwt',
]
const redactedPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.headers.${name}`])

/** Lines of JSON on standard output. Control characters are escaped by JSON itself, so no value can forge a line. */
export const createLogger = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redactedPaths, censor: '[redacted]' },
    serializers: { err: serializeError },
  })

const maxMessageLength = 500

/** Drizzle and PostgreSQL quote parameters and rows in their errors; those stay out of the log. */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'a value that is not an error was thrown' }
  const { type, stack, message } = stdSerializers.err(error)
  const frames = (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const cause = error.cause instanceof Error ? serializeError(error.cause) : undefined
  return { type, code, message: withoutParameters(message), stack: frames.join('\n'), cause }
}

const withoutParameters = (message: string): string => (message.split(/\n?params:/)[0] ?? '').slice(0, maxMessageLength)
