import * as z from 'zod'
import { DomainError } from './errors.ts'

/** Turns an untrusted value into a trusted one, or fails with `malformed_request` naming every wrong field by JSON pointer (`at`: where the value itself sits). */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown, at = ''): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const fields = result.error.issues.map((issue) => ({ pointer: at + pointerOf(issue.path), message: issue.message }))
  const first = fields[0]
  throw new DomainError('malformed_request', `${first?.pointer || 'The request'}: ${first?.message ?? 'is not valid'}`, { fields })
}

// RFC 6901: "~" and "/" are escaped inside a reference token.
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** A UUID in lower case: upper case is folded, anything else is refused. */
export const uuid = z
  .string()
  .max(36, 'must be a UUID')
  .regex(/^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/, 'must be a UUID')
  .transform((text) => text.toLowerCase())

// PostgreSQL text cannot hold NUL, and a lone surrogate is not a character (RFC 3629 3).
const storable = (text: string) => !text.includes('\u0000') && text.isWellFormed()

/** Text that the database can hold: no NUL, no lone surrogates, at most `maxLength` UTF-16 units. */
export const text = (maxLength: number) =>
  z.string().max(maxLength, `must be at most ${maxLength} characters`).refine(storable, 'must not contain NUL or broken characters')

/** A visible name: trimmed, not empty, one line, at most `maxLength` characters. */
export const nameText = (maxLength = 64) =>
  text(maxLength)
    .transform((value) => value.trim())
    .refine((value) => value.length > 0, 'must not be empty')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what a name must not hold
    .refine((value) => !/[\u0000-\u001f\u007f\u2028\u2029]/.test(value), 'must not contain control characters')
