'use client'

import { Copy, Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../../../../../../components/icon-button.tsx'
import { useToast } from '../../../../../../../components/toast.tsx'
import { byteLength, bytes } from '../entry.ts'
import type { Row } from '../rows.ts'
import { useRevealed } from '../values/use-revealed.ts'
import type { SecretValue } from '../values/use-values.tsx'
import { useSecretValues } from '../values/values-context.tsx'

interface ValueCellProps {
  row: Row
  name: string
  place: (column: number) => { 'data-place': string; tabIndex: number }
}

const mask = '••••••••••••'

/** Masked until somebody asks; what was staged here and is new is known already. */
export function ValueCell({ row, name, place }: ValueCellProps) {
  const { reveal } = useSecretValues()
  const toast = useToast()
  const { shown, show, hide } = useRevealed<SecretValue>()
  const [busy, setBusy] = useState(false)
  const staged = row.state === 'new' ? row.created.value : row.state === 'edited' ? row.change.value : undefined
  const sealed = row.state !== 'new' && row.entry.type === 'SEALED'
  const canReveal = staged !== undefined || (!sealed && !(row.state !== 'new' && row.entry.unreadable))

  const read = async (): Promise<SecretValue | undefined> => {
    if (staged !== undefined) return { value: staged, override: null }
    setBusy(true)
    const outcome = await reveal([row.id])
    setBusy(false)
    if (outcome.ok) return outcome.value.get(row.id)
    toast.failure(`${name} was not revealed`, outcome.message)
    return undefined
  }
  const toggle = async () => {
    if (shown) return hide()
    if (busy) return
    const value = await read()
    if (value) show(value)
  }
  const copy = async () => {
    if (busy) return
    const value = await read()
    if (!value) return
    await navigator.clipboard.writeText(value.override?.isActive ? value.override.value : value.value)
    toast.success(`${name} was copied`)
  }
  return (
    <div className="flex min-w-0 items-start gap-1">
      <div className="min-w-0 py-1.5">
        {shown ? (
          <>
            <span className="sr-only">Value of {name}: </span>
            <code className="font-mono break-all whitespace-pre-wrap">{shown.value === '' ? '(empty)' : shown.value}</code>
            {shown.override && (
              <p className="mt-1 text-muted">
                Your own value{shown.override.isActive ? '' : ' (switched off)'}:{' '}
                <code className="font-mono break-all whitespace-pre-wrap text-text">{shown.override.value}</code>
              </p>
            )}
          </>
        ) : (
          <span className="text-muted">
            <span aria-hidden>{mask}</span> <span className="sr-only">Hidden</span>
            <span className="text-xs">{noteOf(row, staged)}</span>
          </span>
        )}
      </div>
      {canReveal && (
        <>
          <IconButton
            {...place(1)}
            label={shown ? `Hide ${name}` : `Reveal ${name}`}
            aria-busy={busy}
            icon={shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
            onClick={() => void toggle()}
          />
          <IconButton {...place(2)} label={`Copy value of ${name}`} icon={<Copy size={16} aria-hidden />} onClick={() => void copy()} />
        </>
      )}
    </div>
  )
}

function noteOf(row: Row, staged: string | undefined): string {
  if (staged !== undefined) return `${bytes(byteLength(staged))}${row.state === 'edited' ? ', changed' : ''}`
  if (row.state === 'new') return ''
  const own = row.entry.hasOverride ? ', and a value of your own' : ''
  return row.entry.type === 'SEALED' ? 'sealed' : `${bytes(row.entry.valueLength)}${own}`
}
