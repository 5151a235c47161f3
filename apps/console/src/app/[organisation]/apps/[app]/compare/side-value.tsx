'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { IconButton } from '../../../../../components/icon-button.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { bytes } from '../environments/[environment]/entry.ts'
import { RevealSecretsDocument } from '../environments/[environment]/operations.generated.ts'
import { showForMs } from '../environments/[environment]/values/use-revealed.ts'
import type { Compared } from './compared.ts'

interface SideValueProps {
  side: Compared['left']
  name: string
  environment: { id: string; name: string }
}

/** One side of a row: its length, and its value for half a minute when somebody reveals it. */
export function SideValue({ side, name, environment }: SideValueProps) {
  const { send, busy } = useChange(RevealSecretsDocument, { quiet: true, refresh: false, cached: false })
  const [shown, setShown] = useState<string>()
  const toast = useToast()
  useEffect(() => {
    if (shown === undefined) return
    const hide = () => setShown(undefined)
    const onVisibility = () => document.hidden && hide()
    const timer = setTimeout(hide, showForMs)
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisibility)
    }
  }, [shown])
  if (!side) return <span className="text-muted">missing</span>
  const toggle = async () => {
    if (shown !== undefined) return setShown(undefined)
    const outcome = await send({ input: { environmentId: environment.id, ids: [side.id] } })
    if (outcome.ok) setShown(outcome.payload.secrets?.[0]?.value ?? '')
    else toast.failure(`${name} was not revealed`, outcome.message)
  }
  return (
    <span className="flex min-w-0 items-start gap-1">
      <span className="min-w-0 py-1.5">
        {shown === undefined ? (
          <>
            <span aria-hidden>••••</span> <span className="text-muted">{side.type === 'SEALED' ? 'sealed' : bytes(side.valueLength)}</span>
          </>
        ) : (
          <code className="font-mono break-all whitespace-pre-wrap">{shown === '' ? '(empty)' : shown}</code>
        )}
      </span>
      {side.type !== 'SEALED' && (
        <IconButton
          label={`${shown === undefined ? 'Reveal' : 'Hide'} ${name} of ${environment.name}`}
          aria-busy={busy}
          icon={shown === undefined ? <Eye size={16} aria-hidden /> : <EyeOff size={16} aria-hidden />}
          onClick={() => void toggle()}
        />
      )}
    </span>
  )
}
