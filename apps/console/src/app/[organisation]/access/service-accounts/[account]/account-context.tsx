'use client'

import { createContext, useContext } from 'react'
import type { AccountDetailFragment } from './operations.generated.ts'

const AccountContext = createContext<AccountDetailFragment | null>(null)

export const AccountProvider = AccountContext.Provider

/** The account that the page, whichever tab it is, is about. */
export function useAccount(): AccountDetailFragment {
  const account = useContext(AccountContext)
  if (!account) throw new Error('This belongs inside the page of a service account.')
  return account
}
