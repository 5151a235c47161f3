import type { Testimony } from '@bonafide/core'
import * as z from 'zod'
import type { JwtContent } from './jwt.ts'

const schema = z.object({
  receivedAt: z.number(),
  algorithm: z.string(),
  type: z.string().optional(),
  keyId: z.string().optional(),
  claims: z.record(z.string(), z.unknown()),
  keyPlaces: z.array(z.string()),
})

/** What a verified token said, when it came, and where the keys were that vouched for it: not the token, and not its signature. */
export function jwtTestimony({ algorithm, type, keyId, claims }: JwtContent, receivedAt: number, keyPlaces: readonly string[]): Testimony {
  const header = { algorithm, ...(type !== undefined && { type }), ...(keyId !== undefined && { keyId }) }
  return { ...header, receivedAt, claims, keyPlaces: [...new Set(keyPlaces)] } satisfies z.infer<typeof schema>
}

/** The content of the token that vouched then; undefined when a row cannot be read any more. */
export function readJwtTestimony(testimony: Testimony): { jwt: JwtContent; receivedAt: number; keyPlaces: string[] } | undefined {
  const read = schema.safeParse(testimony)
  if (!read.success) return undefined
  const { receivedAt, algorithm, type, keyId, claims, keyPlaces } = read.data
  return { jwt: { algorithm, type, keyId, claims }, receivedAt, keyPlaces }
}
