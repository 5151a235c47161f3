import { GraphQLError, GraphQLScalarType, type GraphQLScalarTypeConfig, Kind, type ValueNode } from './graphql.ts'

/** A scalar that travels as text, checked on the way in. */
const textScalar = (name: string, check: (text: string) => string, example: string) =>
  new GraphQLScalarType<string, string>({
    name,
    serialize: (value) => String(value),
    parseValue: (value) => check(requireText(name, value, example)),
    parseLiteral: (node) => check(requireText(name, literalOf(node), example)),
  })

const literalOf = (node: ValueNode): unknown => (node.kind === Kind.STRING ? node.value : undefined)

function requireText(name: string, value: unknown, example: string): string {
  if (typeof value === 'string') return value
  throw new GraphQLError(`${name} must be text, such as "${example}".`)
}

const matching = (name: string, pattern: RegExp, example: string, change = (text: string) => text) =>
  textScalar(
    name,
    (text) => {
      if (text.length <= 2048 && pattern.test(text)) return change(text)
      throw new GraphQLError(`${name} must look like "${example}".`)
    },
    example,
  )

const uuidExample = '0190a5d4-7c3e-7b1a-9f00-2c4d5e6f7a8b'
// Spaces around an ARN and letters of any case come from copying; whether it names a principal is for the provider to judge.
const Arn = matching('Arn', /^\s*arn:[^\s:]+:[^\s:]+:[^\s:]*:[^\s:]*:\S.*$/, 'arn:aws:iam::111122223333:role/web-prod')
const UUID = matching('UUID', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, uuidExample, (text) => text.toLowerCase())
const URL = matching('URL', /^https?:\/\/[^\s]+$/, 'https://sts.eu-west-1.amazonaws.com')

const maxSeconds = 2_147_483_647

function requireSeconds(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxSeconds) return value
  throw new GraphQLError('Duration must be a whole number of seconds, such as 3600 for one hour.')
}

const Duration = new GraphQLScalarType<number, number>({
  name: 'Duration',
  serialize: (value) => Number(value),
  parseValue: requireSeconds,
  parseLiteral: (node) => requireSeconds(node.kind === Kind.INT ? Number(node.value) : undefined),
})

const timeExample = '2026-01-31T12:00:00Z'
// RFC 3339 5.6: an offset is part of it, so that no time zone has to be guessed.
const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i

function requireTime(value: unknown): Date {
  const text = requireText('DateTime', value, timeExample)
  const date = new Date(timePattern.test(text) ? text : Number.NaN)
  if (!Number.isNaN(date.getTime())) return date
  throw new GraphQLError(`DateTime must be a time with an offset, such as "${timeExample}".`)
}

const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
  parseValue: requireTime,
  parseLiteral: (node) => requireTime(literalOf(node)),
})

function refuseInput(): never {
  throw new GraphQLError('JSON is for output only.')
}

const jsonConfig: GraphQLScalarTypeConfig<unknown, unknown> = {
  name: 'JSON',
  serialize: (value) => value,
  parseValue: refuseInput,
  parseLiteral: refuseInput,
}

export const scalars = { DateTime, Duration, UUID, Arn, URL, JSON: new GraphQLScalarType(jsonConfig) }

export const sharedEnums = { OrderDirection: { ASC: 'asc', DESC: 'desc' } }
