'use client'

import { useState } from 'react'
import { useChange } from '../../../../../../../apollo/use-change.ts'
import { useEditor } from '../editor-context.tsx'
import { byteLength, type Entry } from '../entry.ts'
import { PreviewSecretImportDocument } from '../operations.generated.ts'
import type { Revealed } from '../values/use-values.tsx'
import { useSecretValues } from '../values/values-context.tsx'
import type { ImportRow } from './import-plan.ts'

const nothing = 'There is no KEY=value line in it.'

/** What importing a file would do: judged by the server, or here where the server cannot read. */
export function usePreview(entries: readonly Entry[] | undefined) {
  const { environment } = useEditor()
  const { reveal } = useSecretValues()
  const { send } = useChange(PreviewSecretImportDocument, { quiet: true, refresh: false, cached: false })
  const [busy, setBusy] = useState(false)

  const onServer = async (source: string, path: string): Promise<Revealed<ImportRow[]>> => {
    const { parseDotEnv } = await import('@bonafide/core/dotenv')
    const values = new Map(parseDotEnv(source).entries.map(({ line, value }) => [line, value]))
    const outcome = await send({ input: { environmentId: environment.id, path, dotEnv: source } })
    if (!outcome.ok) return outcome
    return { ok: true, value: (outcome.payload.rows ?? []).map((row) => ({ ...row, value: values.get(row.line) ?? '' })) }
  }
  const here = async (source: string, path: string, known: readonly Entry[]): Promise<Revealed<ImportRow[]>> => {
    const { parseDotEnv } = await import('@bonafide/core/dotenv')
    const file = parseDotEnv(source)
    const stored = new Map(known.filter((entry) => entry.path === path).map((entry) => [entry.key, entry]))
    const lastLine = new Map(file.entries.map(({ key, line }) => [key.toUpperCase(), line]))
    // Values of another length are changed whatever they are: only the rest is read.
    const alike = file.entries.flatMap(({ key, value }) => {
      const entry = stored.get(key.toUpperCase())
      return entry && entry.type !== 'SEALED' && entry.valueLength === byteLength(value) ? [entry.id] : []
    })
    const revealed = await reveal([...new Set(alike)])
    if (!revealed.ok) return revealed
    const rows = file.entries.map((entry): ImportRow => {
      const key = entry.key.toUpperCase()
      const old = stored.get(key)
      const last = lastLine.get(key)
      const message = last !== entry.line ? `is set again in line ${last}, which counts` : old?.type === 'SEALED' ? sealed : null
      const isSame = old !== undefined && revealed.value.get(old.id)?.value === entry.value
      return {
        line: entry.line,
        key,
        value: entry.value,
        state: message !== null ? 'INVALID' : old === undefined ? 'NEW' : isSame ? 'SAME' : 'CHANGED',
        message,
        secretId: old?.id ?? null,
        version: old?.version ?? null,
        oldLength: old?.valueLength ?? null,
        newLength: byteLength(entry.value),
      }
    })
    const unread = file.problems.map(({ line, message }) => ({ ...blank, line, message }))
    return { ok: true, value: [...rows, ...unread].sort((left, right) => left.line - right.line) }
  }
  const preview = async (source: string, path: string): Promise<Revealed<ImportRow[]>> => {
    if (source.trim() === '') return { ok: false, message: nothing }
    if (busy) return { ok: false, message: 'The file is being compared already.' }
    setBusy(true)
    const outcome = entries ? await here(source, path, entries) : await onServer(source, path)
    setBusy(false)
    return outcome.ok && outcome.value.length === 0 ? { ok: false, message: nothing } : outcome
  }
  return { preview, busy }
}

const sealed = 'is sealed: delete it and create another to change its value'
const blank = { key: null, value: '', state: 'INVALID', secretId: null, version: null, oldLength: null, newLength: null } as const
