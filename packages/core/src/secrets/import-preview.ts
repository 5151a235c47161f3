import { encodeUtf8, equalText, keyDigest, openEnvironment } from '@bonafide/crypto'
import * as z from 'zod'
import { openServerCopy } from '../apps/environment-keys.ts'
import { heldEnvironment } from '../apps/environments.ts'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, text, uuid } from '../parse.ts'
import { type DotEnvEntry, parseDotEnv } from './dotenv.ts'
import { maxFileLength } from './import.ts'
import { openOf, shownLength } from './open.ts'
import { paced } from './pace.ts'
import { secretPath } from './path.ts'
import { plainKey, plainValue } from './plain-input.ts'
import { maxBatch } from './write.ts'

const previewInput = z.object({ environmentId: uuid, path: secretPath.default('/'), dotEnv: text(maxFileLength) })

export interface ImportPreviewRow {
  /** Where it begins in the file, from 1. */
  line: number
  /** As it would be stored, in upper case; null where the line was not understood. */
  key: string | null
  state: 'new' | 'changed' | 'same' | 'invalid'
  /** Why it is invalid. */
  message: string | null
  /** The secret that has the key already. */
  secretId: string | null
  /** Its version, for a deploy to begin from. */
  version: number | null
  /** Bytes in UTF-8; of a sealed one only for those who may read it. */
  oldLength: number | null
  newLength: number | null
}

/** What importing a `.env` file into a folder would do, line by line. Writes nothing, and answers no value. */
export async function previewSecretImport(input: unknown, context: Context): Promise<ImportPreviewRow[]> {
  authoriseInApps(context, 'Secrets', 'read')
  const { environmentId, path, dotEnv } = parse(previewInput, input)
  const { stores } = context
  const environment = await heldEnvironment({ environmentId }, stores, context)
  const { seed, salt } = openServerCopy(environment, context)
  const owner = openEnvironment(seed)
  const { entries, problems } = parseDotEnv(dotEnv)
  if (entries.length > maxBatch) throw new DomainError('malformed_request', `/dotEnv: must set at most ${maxBatch} keys`)

  const lastLineOf = new Map(entries.map(({ key, line }) => [key.toUpperCase(), line]))
  const digests = new Map([...lastLineOf.keys()].map((key) => [key, keyDigest(key, salt)]))
  const addresses = [...digests.values()].map((digest) => ({ path, keyDigest: digest }))
  const present = new Map((await stores.secrets.findAt(environment.id, addresses)).map((one) => [one.keyDigest, one]))
  const lengthOf = new Map(entries.map((entry) => [entry, encodeUtf8(entry.value).length]))
  const storedFor = (entry: DotEnvEntry) => present.get(digests.get(entry.key.toUpperCase()) ?? '')
  // Values of another length are changed whatever they are: only the rest is opened.
  const alike = entries.flatMap((entry) => {
    const stored = storedFor(entry)
    return stored && stored.type !== 'sealed' && stored.valueLength === lengthOf.get(entry) ? [stored.id] : []
  })
  const values = new Map((await stores.secrets.listValues([environment.id], [...new Set(alike)])).map(({ id, value }) => [id, value]))

  const rows = await paced(entries, (entry): ImportPreviewRow => {
    const key = entry.key.toUpperCase()
    const stored = storedFor(entry)
    const row = {
      line: entry.line,
      key,
      message: null,
      secretId: stored?.id ?? null,
      version: stored?.version ?? null,
      oldLength: stored ? shownLength(stored, context.actor) : null,
      newLength: lengthOf.get(entry) ?? null,
    }
    const message = problemOf(entry, lastLineOf.get(key), stored?.type)
    if (message !== undefined) return { ...row, state: 'invalid', message }
    if (!stored) return { ...row, state: 'new' }
    const value = values.get(stored.id)
    const isSame = value !== undefined && equalText(openOf(stored, value, owner), entry.value)
    return { ...row, state: isSame ? 'same' : 'changed' }
  })
  const unread = problems.map(
    ({ line, message }): ImportPreviewRow => ({
      line,
      message,
      key: null,
      state: 'invalid',
      secretId: null,
      version: null,
      oldLength: null,
      newLength: null,
    }),
  )
  return [...rows, ...unread].sort((left, right) => left.line - right.line)
}

function problemOf(entry: DotEnvEntry, lastLine: number | undefined, storedType: string | undefined): string | undefined {
  if (lastLine !== entry.line) return `is set again in line ${lastLine}, which counts`
  const invalid = plainKey.safeParse(entry.key).error ?? plainValue.safeParse(entry.value).error
  if (invalid) return invalid.issues[0]?.message
  return storedType === 'sealed' ? 'is sealed: delete it and create another to change its value' : undefined
}
