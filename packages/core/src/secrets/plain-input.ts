import * as z from 'zod'
import { text, uuid } from '../parse.ts'
import { secretPath } from './path.ts'
import { secretType, tagList } from './secret-input.ts'

export const maxKeyLength = 256
export const maxValueLength = 1_048_576

/**
 * Keys are upper-cased, as every client of this route expects; otherwise they are kept letter by letter: two spellings in Unicode are two
 * keys. What no environment could hold (`=`, control characters, blanks around it) is refused.
 */
export const plainKey = text(maxKeyLength)
  .min(1, 'must not be empty')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what a key must not hold
  .refine((name) => !/[=\u0000-\u001f\u007f]/.test(name) && name === name.trim(), 'must not hold =, control characters or blanks around it')
  .transform((name) => name.toUpperCase())

/** Keys of an environment are upper case: another spelling would not come back as it was. */
export const isPlainKey = (key: string): boolean => plainKey.safeParse(key).data === key
export const plainValue = text(maxValueLength)
const comment = text(16_384)
const override = z.object({ value: plainValue, isActive: z.boolean() }).nullish()

export const newPlainSecret = z.object({
  key: plainKey,
  value: plainValue,
  comment: comment.default(''),
  path: secretPath.default('/'),
  tags: tagList.default([]),
  type: secretType.default('secret'),
  override,
})
export type NewPlainSecret = z.output<typeof newPlainSecret>

export const changedPlainSecret = z.object({
  id: uuid,
  key: plainKey.optional(),
  value: plainValue.optional(),
  comment: comment.optional(),
  path: secretPath.optional(),
  tags: tagList.optional(),
  type: secretType.optional(),
  override,
  version: z.number().int().optional(),
})
export type ChangedPlainSecret = z.output<typeof changedPlainSecret>
