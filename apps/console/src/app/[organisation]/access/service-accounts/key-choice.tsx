'use client'

import { useQuery } from '@apollo/client/react'
import { CheckField } from '../../../../components/check-field.tsx'
import { RadioCards } from '../../../../components/radio-cards.tsx'
import { useCan, useViewer } from '../../../../frame/viewer.tsx'
import type { Handler } from '../../../../keys/shapes.ts'
import { KeyHandlerChoicesDocument } from './operations.generated.ts'

export type KeyManagement = 'SERVER' | 'CLIENT'

interface KeyChoiceProps {
  value: KeyManagement
  onChange: (value: KeyManagement) => void
  /** Why one of them cannot be chosen. */
  unavailable?: Partial<Record<KeyManagement, string>>
}

/** Who holds the account's keys, and what follows from it. */
export const KeyChoice = ({ value, onChange, unavailable = {} }: KeyChoiceProps) => (
  <RadioCards
    legend="Key management"
    value={value}
    onChange={onChange}
    cards={[
      {
        value: 'SERVER',
        label: 'Server-side key management',
        disabled: unavailable.SERVER !== undefined,
        children:
          unavailable.SERVER ??
          'The server keeps the keys and mints tokens while nobody is present. Needed for external identities. Whoever runs the server could act as this account.',
      },
      {
        value: 'CLIENT',
        label: 'Client-side keys',
        disabled: unavailable.CLIENT !== undefined,
        children:
          unavailable.CLIENT ??
          'Made in this browser and opened only by the members you choose, who make its tokens by hand. The server cannot act as it, so external identities and syncs are not possible.',
      },
    ]}
  />
)

interface HandlerChoiceProps {
  chosen: readonly Handler[]
  onChange: (handlers: Handler[]) => void
}

/** Other members who are to hold the keys; whoever does the work always does. */
export function HandlerChoice({ chosen, onChange }: HandlerChoiceProps) {
  const viewer = useViewer()
  const can = useCan()
  const { data } = useQuery(KeyHandlerChoicesDocument, { skip: !can('Members', 'read') })
  const others = data?.members?.edges.map(({ node }) => node).filter(({ id }) => id !== viewer.id) ?? []
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Who holds the keys</legend>
      <p className="text-sm text-muted">
        You do. Choose others as well: when nobody who holds them is left, no token can be made for this account again.
      </p>
      <div className="flex max-h-48 flex-col gap-1 overflow-y-auto">
        {others.map(({ id, fullName, email, identityKey }) => (
          <CheckField
            key={id}
            label={
              <>
                {fullName} <span className="text-muted">{email}</span>
              </>
            }
            checked={chosen.some((handler) => handler.id === id)}
            onChange={(checked) => onChange(checked ? [...chosen, { id, identityKey }] : chosen.filter((handler) => handler.id !== id))}
          />
        ))}
      </div>
    </fieldset>
  )
}
