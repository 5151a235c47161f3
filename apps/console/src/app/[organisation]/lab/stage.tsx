'use client'

import dynamic from 'next/dynamic'
import { parseAsString, useQueryState } from 'nuqs'
import { useEffect, useRef, useState } from 'react'
import { useChange } from '../../../apollo/use-change.ts'
import { Section } from '../../../components/page-header.tsx'
import { TableSkeleton } from '../../../components/skeleton.tsx'
import { LastLogin, type Login } from './last-login.tsx'
import { MakeItReal } from './make-it-real.tsx'
import { type LabWholeFragment, SendPersonaLoginDocument } from './operations.generated.ts'
import { PersonaPicker } from './persona-picker.tsx'
import { Terminal } from './terminal.tsx'

// The feed moves with what happens, so it begins in the browser.
const LabFeed = dynamic(() => import('./lab-feed.tsx').then((module) => module.LabFeed), { ssr: false, loading: () => <TableSkeleton /> })

interface StageProps {
  lab: LabWholeFragment
  accountId: string
}

/** Personas on one side, what became of their logins on the other. */
export function Stage({ lab: { personas }, accountId }: StageProps) {
  const [asked, setAsked] = useQueryState('persona', parseAsString)
  const [login, setLogin] = useState<Login>()
  const { send, busy } = useChange(SendPersonaLoginDocument, { refresh: false })
  const result = useRef<HTMLDivElement>(null)
  const persona = personas.find(({ id }) => id === asked) ?? personas[0]
  useEffect(() => {
    // Where the columns are one below the other, the answer would be out of sight.
    if (login) result.current?.scrollIntoView({ block: 'nearest' })
  }, [login])
  if (!persona) return null
  const sendLogin = async () => {
    const outcome = await send({ input: { personaId: persona.id } })
    if (outcome.ok && outcome.payload.exchange) {
      setLogin({ persona, exchange: outcome.payload.exchange, tokenPreview: outcome.payload.tokenPreview })
    }
  }
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)] lg:grid-rows-[auto_1fr]">
      <PersonaPicker
        personas={personas}
        chosen={persona}
        onChoose={(id) => void setAsked(id, { history: 'replace' })}
        onSend={() => void sendLogin()}
        busy={busy}
      />
      <div className="flex min-w-0 flex-col gap-6 lg:row-span-2">
        <div ref={result} className="scroll-mt-20">
          <LastLogin login={login} />
        </div>
        <Terminal key={persona.id} persona={persona} />
        <Section title="Live feed">
          <LabFeed accountId={accountId} />
        </Section>
      </div>
      <div className="self-start">
        <MakeItReal />
      </div>
    </div>
  )
}
