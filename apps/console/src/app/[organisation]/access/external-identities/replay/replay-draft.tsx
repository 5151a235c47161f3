'use client'

import { useState } from 'react'
import { Button } from '../../../../../components/button.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { useCan } from '../../../../../frame/viewer.tsx'
import { ChangePreview } from './change-preview.tsx'
import type { PreviewIdentityChangeQueryVariables } from './operations.generated.ts'

interface ReplayDraftProps {
  /** What would be saved; undefined while it could not be. */
  input: PreviewIdentityChangeQueryVariables['input'] | undefined
}

/** Replays the last days on what stands in the form, when asked to: an answer to other values says nothing of these. */
export function ReplayDraft({ input }: ReplayDraftProps) {
  const can = useCan()
  const [asked, setAsked] = useState<string>()
  if (!can('Logs', 'read')) return null
  const key = JSON.stringify(input)
  return (
    <Section title="Before you save">
      {input && asked === key ? (
        <ChangePreview input={input} />
      ) : (
        <div className="flex flex-col gap-3">
          <p className="text-muted">Replay the logins of the last 7 days: who would be refused now, and who let in?</p>
          <div>
            <Button className="disabled:opacity-60" disabled={!input} onClick={() => setAsked(key)}>
              Replay logins
            </Button>
          </div>
        </div>
      )}
    </Section>
  )
}
