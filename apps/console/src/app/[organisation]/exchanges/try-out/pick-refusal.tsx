'use client'

import { useQuery } from '@apollo/client/react'
import { FilterSelect } from '../../../../components/filters.tsx'
import { shortPrincipal } from '../feed/principal.tsx'
import { titleOf } from '../reason-titles.ts'
import { TryOutRefusalsDocument } from './operations.generated.ts'

interface PickRefusalProps {
  value: string | null
  onChange: (exchangeId: string | null) => void
}

const listed = 25

/** A new proof, or one of the callers that were refused lately. */
export function PickRefusal({ value, onChange }: PickRefusalProps) {
  const { data } = useQuery(TryOutRefusalsDocument, { variables: { first: listed }, errorPolicy: 'all' })
  const recent = data?.refusedCallers?.edges.map(({ node }) => node) ?? []
  const choices = [
    { value: '', label: 'A proof that I paste' },
    ...recent.map(({ caller, code, latest }) => ({
      value: latest.id,
      label: `Refused: ${shortPrincipal(caller).slice(0, 80)} (${titleOf(code)})`,
    })),
  ]
  // One that came from elsewhere is still shown as chosen.
  if (value !== null && !choices.some((choice) => choice.value === value)) choices.push({ value, label: 'This refusal' })
  return <FilterSelect label="Try" value={value ?? ''} choices={choices} onChange={(id) => onChange(id || null)} />
}
