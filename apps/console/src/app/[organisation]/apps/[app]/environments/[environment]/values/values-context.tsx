'use client'

import { createContext, type ReactNode, useContext } from 'react'
import { useValues } from './use-values.tsx'

type Values = ReturnType<typeof useValues>

const ValuesContext = createContext<Values | null>(null)

/** One way to values for all rows and sheets, with one dialog that asks for the password where it is needed. */
export function ValuesProvider({ children }: { children: ReactNode }) {
  const values = useValues()
  return (
    <ValuesContext value={values}>
      {children}
      {values.unlockDialog}
    </ValuesContext>
  )
}

export function useSecretValues(): Values {
  const values = useContext(ValuesContext)
  if (!values) throw new Error('This belongs inside the secrets editor.')
  return values
}
